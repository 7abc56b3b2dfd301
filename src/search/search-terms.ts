import type { Sql } from "../database/sql";
import { rarity, type Term } from "./ranking";
import type { SearchText } from "./search-text";

/** A search as the words of papers and their counts make it. */
export interface SearchTerms {
  /** Which counts were used; 0 while nothing was counted. */
  readonly version: number;
  /** How many papers there were when words were counted; 0 while nothing was. */
  readonly papers: number;
  /** The words to rank by, the weightiest first. Empty for stop words and punctuation. */
  readonly terms: readonly Term[];
  /** What must and must not be in the text, and what must not be in it alone, as tsqueries; null where nothing is demanded or refused. */
  readonly condition: string | null;
  readonly refusal: string | null;
  /** Words all of which a paper that fits the condition must hold, a list for each phrase. */
  readonly phrases: readonly (readonly string[])[];
}

interface Row {
  readonly version: number | null;
  readonly papers: number | null;
  readonly counted: number | null;
  readonly words: readonly { lexeme: string; times: number; papers: number | null; titles: number | null }[] | null;
  readonly demanded: readonly string[];
  readonly refused: readonly string[];
  readonly phrases: readonly (readonly string[])[] | null;
}

/** As `websearch_to_tsquery` reads them: alternatives, and what must not be there. */
const alternatives = (phrases: readonly string[]) => phrases.map((phrase) => `"${phrase}"`).join(" or ");
const without = (phrase: string) => `-"${phrase}"`;

const QUERIES = (texts: string) =>
  `array(select q::text from (select websearch_to_tsquery('english', c) as q from unnest(${texts}::text[]) c) c where numnode(q) > 0)`;

/**
 * Looks up the words of a search, at most so many, the rarest. `version` asks for counts that were made before; null for the newest.
 * Gives null when those are not kept any more.
 */
export async function findTerms(
  { prepared }: Pick<Sql, "prepared">,
  { words, demanded, refused }: SearchText,
  most: number,
  version: number | null,
): Promise<SearchTerms | null> {
  const [row] = await prepared<Row>(
    `/* findTerms */ with statistics as (
       select version, papers, counted from term_statistics where case when $5::bigint is null then replaced_at is null else version = $5 end order by version desc limit 1
     )
     select s.version, s.papers, s.counted,
       (select json_agg(json_build_object('lexeme', w.lexeme, 'times', coalesce(array_length(w.positions, 1), 1), 'papers', f.papers, 'titles', f.titles))
        from unnest(to_tsvector('english', $1)) w left join term_frequency f on f.version = s.version and f.term = w.lexeme) as words,
       ${QUERIES("$2")} as demanded, ${QUERIES("$3")} as refused,
       (select json_agg(tsvector_to_array(to_tsvector('english', p))) from unnest($4::text[]) p) as phrases
     from (select) one left join statistics s on true`,
    [
      words,
      demanded.map(alternatives),
      refused.map(without),
      demanded.flatMap((phrases) => (phrases.length === 1 ? phrases : [])),
      version || null,
    ],
  );
  const { counted, papers, ...found } = row!;
  if (version && found.version === null) return null;
  const terms = (found.words ?? []).map((word) => termOf(word, papers ?? 0, counted ?? 0));
  return {
    version: found.version ?? 0,
    papers: papers ?? 0,
    terms: terms.sort((a, b) => b.weight - a.weight || (a.lexeme < b.lexeme ? -1 : 1)).slice(0, most),
    condition: together([...found.demanded, ...found.refused]),
    refusal: together(found.refused),
    phrases: (found.phrases ?? []).filter(({ length }) => length > 0),
  };
}

/** Of words that were not met, half a paper is counted; what is said several times weighs more, as its square root. */
function termOf(
  { lexeme, times, ...met }: { lexeme: string; times: number; papers: number | null; titles: number | null },
  papers: number,
  counted: number,
): Term {
  const scale = counted === 0 ? 0 : papers / counted;
  const unmet = counted === papers ? 0 : 0.5;
  const [inTexts, inTitles] = [met.papers, met.titles].map((count) => scale * (count || unmet));
  return { lexeme, weight: rarity(inTexts!, papers) * Math.sqrt(times), papers: inTexts!, titles: inTitles! };
}

const together = (queries: readonly string[]): string | null =>
  queries.length === 0 ? null : queries.map((query) => `(${query})`).join(" & ");
