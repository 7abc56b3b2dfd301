import type { Context } from "../context";
import { askedColumns } from "../database/columns";
import { Paper, paperNeeds } from "../papers/paper";
import type { RelatedPaper } from "./related-paper";

/** Rare words by which papers are found, and how many papers these may find together. */
const WORDS = 16;
const BY_WORDS = 600;

/** The rarest topics by which papers are found, and papers of each: the newest. */
const TOPICS = 3;
const BY_TOPIC = 100;

/** Papers of one repository. */
const BY_REPOSITORY = 100;

/** What words, topics and code in common can make of a score at most; together they make it as independent signs would. */
const SHARES = { words: 0.7, topics: 0.4, code: 0.6 };

/** Things of a kind that a reason names. */
const NAMED = 3;

/** A word as a tsquery. */
const QUERY = `(quote_literal(replace(w.lexeme, '\\', '\\\\')))`;

interface Row extends Paper {
  readonly parent: number;
  readonly score: number;
  readonly words: readonly string[] | null;
  readonly topics: readonly string[] | null;
  readonly repositories: readonly string[] | null;
}

/** A word of a text by its stem, as the text prints it: the stems of "theory" and "theories" end otherwise. */
const printed = (stem: string, text: string) => {
  const match = (start: string) => `substring(${text} from '(?i)\\m' || regexp_replace(${start}, '[^[:alnum:]]', '\\\\\\&', 'g') || '[[:alpha:]]*')`;
  return `coalesce(${match(stem)}, ${match(`left(${stem}, -1)`)}, ${stem})`;
};

/** The papers that have most in common with each of several, at most so many each, in the order of the row ids; one statement for all. */
export async function findRelated({ db, sql, asked }: Context, papers: readonly number[], most: number): Promise<RelatedPaper[][]> {
  const rows = await sql.planned<Row>(
    `/* findRelated */ with counts as materialized (
       select version, papers::float8, papers::float8 / counted as scale from term_statistics where replaced_at is null and counted > 0
     )
     select k.parent, own.score, own.words, own.topics, own.repositories, ${askedColumns(db, Paper, "p", asked.of("Paper"), paperNeeds)}
     from unnest($1::bigint[]) as k(parent) cross join lateral (
       with word as materialized (
         select lexeme, weight from (
           select lexeme, weight, sum(met) over (order by met, lexeme) as reached from (
             select u.lexeme, d.met, ln(c.papers / d.met) * (1 + ln(cardinality(u.positions))) * case when 'A' = any(u.weights) then 1.4 else 1 end as weight
             from counts c, paper_search s, unnest(s.vector) u left join term_frequency f on f.version = (select version from counts) and f.term = u.lexeme,
               lateral (select coalesce(f.papers, 0.5) * c.scale as met) d
             where s.paper = k.parent and length(u.lexeme) > 2 and (f.papers > 1 or c.scale > 1) and d.met < c.papers order by weight desc limit ${WORDS}
           ) rare
         ) reaching where reached <= ${BY_WORDS}
       ),
       subject as materialized (
         select t.row_id as topic, t.name, ln(1 + (select papers from topic t2 where false) ) as weight from topic t where false
       )
       select null::bigint as paper, 0::float8 as score, null::text[] as words, null::text[] as topics, null::text[] as repositories
     ) own join paper p on p.row_id = own.paper order by k.parent, own.score desc, own.paper desc`,
    [papers, most],
  );
  return papers.map((parent) => rows.filter((row) => row.parent === parent).map(toRelated));
}
