import type { Context } from "../context";
import { askedColumns } from "../database/columns";
import { Paper, paperNeeds } from "../papers/paper";
import { TITLE } from "./ranking";
import type { RelatedPaper } from "./related-paper";

/** Words of a paper that are looked at, the weightiest; and how many papers the rarest of them may lead to, together. */
const WORDS = 24;
const BY_WORDS = 300;

/** The rarest topics by which papers are found, and papers of each: the newest. */
const TOPICS = 3;
const BY_TOPIC = 50;

/** Papers of one repository: collections of papers are repositories too. */
const BY_REPOSITORY = 100;

/** How many papers more than asked for are compared by all of the words. */
const CLOSELY = 40;

/** What words, topics and code in common can make of a score at most, alone. */
const WORTH = { words: 0.7, topics: 0.4, code: 0.6 };

/** Things of a kind that a reason names. */
const NAMED = 3;

/** What papers have in common, by kind, the rarest first. */
interface Common {
  readonly repositories: readonly string[];
  readonly topics: readonly string[];
  readonly words: readonly string[];
}

type Row = Paper & Common & { readonly parent: number; readonly score: number };

/**
 * The words of the paper `k.parent` with what each is worth: the rarer, the oftener it stands there, and in the title, the more. Those that no other paper can hold are left out.
 * `reached` counts the papers of the words up to this one, from the rarest on.
 */
const WORD = `
  select lexeme, quote_literal(replace(lexeme, '\\', '\\\\'))::tsquery as query, weight, sum(met) over (order by met, lexeme) as reached from (
    select u.lexeme, d.met, ln(c.papers / d.met) * (1 + ln(coalesce(cardinality(u.positions), 1))) * case when 'A' = any(u.weights) then ${TITLE} else 1 end as weight
    from counts c cross join paper_search s cross join unnest(s.vector) u left join term_frequency f on f.version = c.version and f.term = u.lexeme
      cross join lateral (select coalesce(f.papers, 0.5) * c.scale as met) d
    where s.paper = k.parent and length(u.lexeme) > 2 and (f.papers > 1 or c.scale > 1) and d.met < c.papers order by weight desc, u.lexeme limit ${WORDS}
  ) weighty`;

/** Its own topics, asserted, with what each is worth: the rarer, the more. */
const SUBJECT = `
  select t.row_id as topic, t.name, ln(1 + greatest((select papers from counts), t.paper_count) / greatest(t.paper_count, 1)) as weight
  from (select distinct topic from topic_link where paper = k.parent) l join topic t on t.row_id = l.topic`;

/** Its repositories with what each is worth: the fewer papers name it, the more. */
const CODE = `
  select l.repository, r.owner || '/' || r.name as name, p.papers, 1 / sqrt(greatest(cardinality(p.papers), 1)) as weight
  from repository_link l join repository r on r.row_id = l.repository cross join lateral (
    select array(select o.paper from repository_link o where o.repository = l.repository and o.paper <> k.parent order by o.paper desc limit ${BY_REPOSITORY}) as papers
  ) p where l.paper = k.parent`;

/** How the paper `k.parent` prints its words, by what they are without their endings: the most frequent form. */
const PRINTED = `
  select distinct on (1) (ts_lexize('english_stem', token))[1] as lexeme, lower(token) as form
  from paper own cross join ts_parse('default', own.title || ' ' || coalesce(own.abstract, '')) where own.row_id = k.parent group by 1, 2 order by 1, count(*) desc, 2`;

/** How much two papers have in common: parts make it as independent signs would. `words` is SQL; null for none. */
const score = (words: string) =>
  `1 - (1 - ${WORTH.words} * coalesce(${words}, 0)) * (1 - ${WORTH.topics} * topics) * (1 - ${WORTH.code} * code)`;

/** The first so many of the names of a kind. */
const names = (sql: string) => `array(${sql} limit ${NAMED})`;

/**
 * The papers that have most in common with each of several, at most so many each, in the order of the row ids; one statement for all.
 * Those are looked at that hold one of its rarest words, stand among the newest of its rarest topics, or share a repository; the nearest of them closely, word by word.
 */
export async function findRelated(
  { db, sql, asked }: Context,
  papers: readonly number[],
  most: number,
): Promise<RelatedPaper[][]> {
  const rows = await sql.prepared<Row>(
    `/* findRelated */ with counts as materialized (
       select version, papers::float8 as papers, papers::float8 / counted as scale from term_statistics where replaced_at is null and counted > 0
     )
     select k.parent, own.score, own.words, own.topics, own.repositories, ${askedColumns(db, Paper, "p", asked.of("Paper"), paperNeeds)}
     from unnest($1::bigint[]) with ordinality as k(parent, n) cross join lateral (
       with word as materialized (${WORD}), subject as materialized (${SUBJECT}), code as materialized (${CODE}), printed as materialized (${PRINTED}),
       near as (
         select s.paper, w.weight from word w cross join lateral (select paper from paper_search where vector @@ w.query) s where w.reached <= ${BY_WORDS}
         union all select x.paper, 0 from (select topic from subject order by weight desc, topic limit ${TOPICS}) t cross join lateral (
           select paper from paper_topic_page where topic = t.topic order by sort_on desc, paper desc limit ${BY_TOPIC}
         ) x
         union all select unnest(papers), 0 from code
       ),
       part as (
         select n.paper, i.topic_ids, n.weight as words,
           coalesce((select sum(s.weight) from subject s where s.topic = any(i.topic_ids)) / (select sum(weight) from subject), 0) as topics,
           coalesce((select max(weight) from code where n.paper = any(papers)), 0) as code
         from (select paper, sum(weight) as weight from near group by paper) n join paper_index i on i.paper = n.paper where n.paper <> k.parent
       ),
       nearest as materialized (select paper, topic_ids, topics, code from part order by ${score("words / (select sum(weight) from word)")} desc, paper desc limit $2 + ${CLOSELY}),
       held as materialized (
         select n.paper, w.lexeme, w.weight from nearest n join paper_search s on s.paper = n.paper join word w on s.vector @@ w.query
       ),
       best as materialized (
         select paper, topic_ids, ${score("(select sum(weight) from held h where h.paper = n.paper) / (select sum(weight) from word)")} as score
         from nearest n order by score desc, paper desc limit $2
       )
       select b.paper, b.score,
         ${names("select name from code where b.paper = any(papers) order by weight desc, name")} as repositories,
         ${names("select s.name from subject s where s.topic = any(b.topic_ids) order by s.weight desc, s.name")} as topics,
         ${names("select coalesce(f.form, h.lexeme) from held h left join printed f using (lexeme) where h.paper = b.paper order by h.weight desc, h.lexeme")} as words
       from best b
     ) own join paper p on p.row_id = own.paper order by k.n, own.score desc, own.paper desc`,
    [papers, most],
  );
  return papers.map((parent) =>
    rows.filter((row) => row.parent === parent).map((row) => ({ paper: row, score: row.score, reasons: reasonsOf(row) })),
  );
}

/** What two papers have in common, a sentence for each kind. */
const reasonsOf = ({ repositories, topics, words }: Common): string[] =>
  Object.entries({ "Code in common": repositories, "Topics in common": topics, "Words in common": words }).flatMap(
    ([kind, names]) => (names.length > 0 ? [`${kind}: ${names.join(", ")}`] : []),
  );
