import { Author } from "../authors/author";
import type { Context } from "../context";
import { columnsOf } from "../database/columns";
import type { Node } from "../graphql/node";
import { Paper } from "../papers/paper";
import { titleKey } from "../papers/title";
import { Repository } from "../repositories/repository";
import { foldPhrase } from "../topics/phrase";
import { Topic } from "../topics/topic";
import type { SuggestionKind } from "./suggestion";

/** How a name fits what was typed: it is that, begins so, or a word in it does. */
export type Match = 3 | 2 | 1;

/** A row that fits what was typed, with its text. Rows come best first. */
export type Fitting = Node & { readonly text: string; readonly match: Match };

/** Finds rows of one kind, at most so many, the best first. */
type Find = (typed: string, most: number, context: Context) => Promise<Fitting[]>;

/** Names that are read of one range of an index: of very short texts these are not all. */
const IN_RANGE = 100;

/** Papers and repositories that are looked at for being known: those with most stars. */
const KNOWN = 1_000;

/** Titles that words may stand in for papers to be found by them: more would take too long, and say too little. */
const IN_TITLES = 2_000;

/** A new kind is a value of the enum and a line here. */
export const finders: Readonly<Record<SuggestionKind, Find>> = {
  TOPIC: (typed, most, { db, sql }) =>
    sql.prepared(
      `/* suggestTopics */ with named as (
         select topic, max(case when alias_key = $1 then 3 when starts_with(alias_key, $1) then 2 else 1 end) as match
         from topic_alias where strpos(' ' || alias_key, ' ' || $1) > 0 group by topic
       )
       select ${columnsOf(db, Topic, "t")}, t.name as text, n.match from named n join topic t on t.row_id = n.topic
       order by n.match desc, t.paper_count desc, t.row_id limit $2`,
      [foldPhrase(typed) || typed, most],
    ),
  AUTHOR: (typed, most, { db, sql }) => {
    const key = keyOf(typed);
    if (key === "") return Promise.resolve([]);
    return sql.prepared(
      `/* suggestAuthors */ with named as (
         (select row_id, case when name_key = rtrim($1) then 3 else 2 end as match from author where name_key >= $1 and name_key < $2 order by name_key limit ${IN_RANGE})
         union all (select row_id, case when name_key = rtrim($1) then 3 else 2 end from author where last_name_first(name_key) >= $1 and last_name_first(name_key) < $2 order by last_name_first(name_key) limit ${IN_RANGE})
       ), counted as (
         select n.row_id, n.match, (select count(*) from authorship s where s.author = n.row_id) as papers
         from (select row_id, max(match) as match from named group by row_id) n
       )
       select ${columnsOf(db, Author, "a")}, a.name as text, c.match from counted c join author a on a.row_id = c.row_id
       order by c.match desc, c.papers desc, a.row_id limit $3`,
      [key, beyond(key), most],
    );
  },
  REPOSITORY: (typed, most, { db, sql }) => {
    const key = typed.toLowerCase();
    const name = 'lower(name collate "C") collate "C"';
    return sql.prepared(
      `/* suggestRepositories */ with named as (
         (select row_id from repository where name_key >= $1 and name_key < $2 order by name_key limit ${IN_RANGE})
         union (select row_id from repository where ${name} >= $1 and ${name} < $2 order by ${name} limit ${IN_RANGE})
         union select row_id from (select row_id, name_key from repository order by star_sort desc, row_id desc limit ${KNOWN}) k where strpos(translate('/' || name_key, '-_.', '///'), '/' || translate($1, '-_.', '///')) > 0
       )
       select ${columnsOf(db, Repository, "r")}, r.owner || '/' || r.name as text,
         case when $1 in (r.name_key, lower(r.name)) then 3 when starts_with(r.name_key, $1) or starts_with(lower(r.name), $1) then 2 else 1 end as match
       from named n join repository r on r.row_id = n.row_id order by match desc, r.star_sort desc, r.row_id limit $3`,
      [key, beyond(key), most],
    );
  },
  PAPER: (typed, most, { db, sql }) => {
    const key = keyOf(typed);
    if (key === "") return Promise.resolve([]);
    const [, words = "", last = ""] = /^(.*?)(\S*)$/.exec(key)!;
    return sql.prepared(
      `/* suggestPapers */ with counts as materialized (select version, papers::float8 / counted as scale from term_statistics where replaced_at is null and counted > 0),
       begun as (
         select coalesce((select sum(f.titles * c.scale) from counts c join term_frequency f on f.version = c.version where f.term >= stem and f.term < stem || U&'\\+10FFFF'), 0) as titles
         from (select coalesce((ts_lexize('english_stem', $3))[1], $3) collate "C" as stem) s
       ),
       whole as (
         select min(coalesce(f.titles * c.scale, 0)) as titles from unnest(to_tsvector('english', $4)) w left join counts c on true left join term_frequency f on f.version = c.version and f.term = w.lexeme
       ),
       query as materialized (
         select case when $3 <> '' and begun.titles <= ${IN_TITLES} then plainto_tsquery('english', $4) && to_tsquery('english', $5)
           when whole.titles <= ${IN_TITLES} then plainto_tsquery('english', $4) end as words from begun, whole
       ),
       titled as (
         (select row_id from paper where title_key >= $1 and title_key < $2 order by title_key limit ${IN_RANGE})
         union (select t.paper from query q cross join lateral (select paper from paper_title_search where vector @@ q.words offset 0) t order by t.paper desc limit ${IN_RANGE}) /* offset 0: else all titles are read, the newest first, where few hold the words */
         union select row_id from (select row_id, title_key from paper order by star_count desc, sort_on desc, row_id desc limit ${KNOWN}) k where strpos(' ' || title_key, ' ' || $1) > 0
       )
       select ${columnsOf(db, Paper, "p")}, p.title as text, case when p.title_key = rtrim($1) then 3 when starts_with(p.title_key, $1) then 2 else 1 end as match
       from titled n join paper p on p.row_id = n.row_id where strpos(' ' || p.title_key || ' ', ' ' || $3) > 0
       order by match desc, p.star_count desc, p.sort_on desc, p.row_id desc limit $6`,
      [key, beyond(key), last, words, last && `'${last}':*`, most],
    );
  },
};

/** What was typed in the form in which titles and names are kept; white space at its end says that the last word is whole. */
function keyOf(typed: string): string {
  const key = titleKey(typed);
  return key !== "" && /\s$/.test(typed) ? `${key} ` : key;
}

/** The end of the range of texts that begin with one. */
const beyond = (key: string): string => `${key}\u{10ffff}`;
