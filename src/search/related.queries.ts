import type { Context } from "../context";
import { askedColumns } from "../database/columns";
import { Paper, paperNeeds } from "../papers/paper";
import { TITLE } from "./ranking";
import type { RelatedPaper } from "./related-paper";

/** Words of a paper that are looked at, the weightiest; and how many papers the rarest of them may lead to, together. */
const WORDS = 24;
const BY_WORDS = 600;

/** The rarest topics by which papers are found, and papers of each: the newest. */
const TOPICS = 3;
const BY_TOPIC = 100;

/** Papers of one repository: collections of papers are repositories too. */
const BY_REPOSITORY = 100;

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
  select lexeme, weight, sum(met) over (order by met, lexeme) as reached from (
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

/** A word as the text of the paper `k.parent` prints it; the word without its ending where the text does not tell. */
const PRINTED = `
  coalesce((
    select lower(token) from paper own cross join ts_parse('default', own.title || ' ' || coalesce(own.abstract, ''))
    where own.row_id = k.parent and ts_lexize('english_stem', token) @> array[w.lexeme] group by 1 order by count(*) desc, 1 limit 1
  ), w.lexeme)`;

/** The first so many of the names of a kind. */
const names = (sql: string) => `array(${sql} limit ${NAMED})`;

/**
 * The papers that have most in common with each of several, at most so many each, in the order of the row ids; one statement for all.
 * Those are looked at that hold one of its rarest words, stand among the newest of its rarest topics, or share a repository. The parts make a score as independent signs would: 1 - (1 - words) (1 - topics) (1 - code).
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
       with word as materialized (${WORD}), subject as materialized (${SUBJECT}), code as materialized (${CODE}),
       holding as materialized (
         select s.paper, w.lexeme, w.weight from word w cross join lateral (
           select paper from paper_search where vector @@ quote_literal(replace(w.lexeme, '\\', '\\\\'))::tsquery
         ) s where w.reached <= ${BY_WORDS}
       ),
       candidate as (
         select paper from holding
         union select x.paper from (select topic from subject order by weight desc, topic limit ${TOPICS}) t cross join lateral (
           select paper from paper_topic_page where topic = t.topic order by sort_on desc, paper desc limit ${BY_TOPIC}
         ) x
         union select unnest(papers) from code
       ),
       part as (
         select c.paper,
           coalesce((select sum(h.weight) from holding h where h.paper = c.paper) / (select sum(weight) from word), 0) as words,
           coalesce((select sum(s.weight) from subject s where s.topic = any(i.topic_ids)) / (select sum(weight) from subject), 0) as topics,
           coalesce((select max(weight) from code where c.paper = any(papers)), 0) as code
         from candidate c join paper_index i on i.paper = c.paper where c.paper <> k.parent
       ),
       best as materialized (
         select paper, 1 - (1 - ${WORTH.words} * words) * (1 - ${WORTH.topics} * topics) * (1 - ${WORTH.code} * code) as score
         from part order by 2 desc, 1 desc limit $2
       )
       select b.paper, b.score,
         ${names("select name from code where b.paper = any(papers) order by weight desc, name")} as repositories,
         ${names("select s.name from subject s where s.topic = any((select topic_ids from paper_index where paper = b.paper)) order by s.weight desc, s.name")} as topics,
         array(select ${PRINTED} from (${`select lexeme from holding where paper = b.paper order by weight desc, lexeme limit ${NAMED}`}) w) as words
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
  Object.entries({ "Code in common": repositories, "Topics in common": topics, "Rare words in common": words }).flatMap(
    ([kind, names]) => (names.length > 0 ? [`${kind}: ${names.join(", ")}`] : []),
  );
