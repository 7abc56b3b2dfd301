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

/** A word with the numbers of counted papers and titles that hold it, null for none; `likeness` is 1, or how much it is like a word of the search that nobody else wrote. */
interface Counted {
  readonly lexeme: string;
  readonly times: number;
  readonly likeness: number;
  readonly papers: number | null;
  readonly titles: number | null;
}

interface Row {
  readonly version: number | null;
  readonly papers: number | null;
  readonly counted: number | null;
  readonly words: readonly Counted[] | null;
  readonly demanded: readonly string[];
  readonly refused: readonly string[];
  readonly phrases: readonly (readonly string[])[] | null;
}

/** As `websearch_to_tsquery` reads them: alternatives, and what must not be there. */
const alternatives = (phrases: readonly string[]) => phrases.map((phrase) => `"${phrase}"`).join(" or ");
const without = (phrase: string) => `-"${phrase}"`;

const QUERIES = (texts: string) =>
  `array(select q::text from (select websearch_to_tsquery('english', c) as q from unnest(${texts}::text[]) c) c where numnode(q) > 0)`;

/** Words of a search that are taken for typing errors, the longest, and words of titles that each may stand for. */
const MISTYPED = 4;
const MEANT = 3;

/** Lengths of words that are known from titles: see `title_word`. */
const LENGTHS = [4, 40] as const;

/** How like words are of which two neighbouring letters changed places: their pieces of three letters say too little. */
const SWAPPED = 0.7;

/** Words of titles that are less like one than the likest is by this share were hardly meant. */
const AS_LIKE = 0.8;

/** A text with each two neighbouring letters swapped, and the same without endings. */
const SWAPS = (text: string) => `
  select v from generate_series(1, length(${text}) - 1) i, lateral (select overlay(${text} placing reverse(substr(${text}, i, 2)) from i for 2) as swapped) o,
    unnest(array[swapped, (ts_lexize('english_stem', swapped))[1]]) v`;

/**
 * The words of titles that are most like those which stand in no title and in hardly a text: by their pieces of three letters, or with two neighbouring letters swapped. The commonest of them is the likeliest.
 * https://www.postgresql.org/docs/18/pgtrgm.html
 */
const SIMILAR = `
  select distinct on (s.word) s.word as lexeme, s.times, (s.likeness * sqrt(greatest(s.titles, 1)::float8 / max(greatest(s.titles, 1)) over (partition by s.mistyped)))::real as likeness, s.papers, s.titles
  from (
    select u.lexeme as mistyped, u.times, l.word, l.likeness, max(l.likeness) over (partition by u.lexeme) as likest, f.papers, f.titles
    from (
      select * from word where papers is null and lexeme !~ '[0-9]' and length(lexeme) between ${LENGTHS[0]} and ${LENGTHS[1]}
        and not exists (select from title_word t where t.word = lexeme) order by length(lexeme) desc, lexeme limit ${MISTYPED}
    ) u cross join lateral (
      select word, max(likeness) as likeness from (
        select word, similarity(word, u.lexeme) as likeness from title_word where word % u.lexeme
        union all select word, ${SWAPPED} from title_word where word = any(array(
          ${SWAPS("u.lexeme")} union select s.v from ts_parse('default', $1) typed, lateral (${SWAPS("lower(typed.token)")}) s where ts_lexize('english_stem', typed.token) @> array[u.lexeme]
        ))
      ) alike group by word order by 2 desc, word limit ${MEANT}
    ) l left join term_frequency f on f.version = (select version from statistics) and f.term = l.word
  ) s where s.likeness >= ${AS_LIKE} * s.likest and s.word <> all(select lexeme from word) order by s.word, likeness desc`;

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
     ), word as materialized (
       select w.lexeme, coalesce(cardinality(w.positions), 1) as times, 1::real as likeness, f.papers, f.titles
       from unnest(to_tsvector('english', $1)) w left join term_frequency f on f.version = (select version from statistics) and f.term = w.lexeme
     )
     select s.version, s.papers, s.counted,
       (select json_agg(w) from (select * from word union all (${SIMILAR})) w) as words,
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

/** Of words that were not met, half a paper is counted; what is said several times weighs more, as its square root, and what was only meant perhaps, less. */
function termOf({ lexeme, times, likeness, ...met }: Counted, papers: number, counted: number): Term {
  const scale = counted === 0 ? 0 : papers / counted;
  const unmet = counted === papers ? 0 : 0.5;
  const [inTexts, inTitles] = [met.papers, met.titles].map((count) => scale * (count || unmet));
  return { lexeme, weight: rarity(inTexts!, papers) * Math.sqrt(times) * likeness, papers: inTexts!, titles: inTitles! };
}

const together = (queries: readonly string[]): string | null =>
  queries.length === 0 ? null : queries.map((query) => `(${query})`).join(" & ");
