import type { Bind } from "../graphql/keyset";
import { anyQuery, type Bounds, chooseAll, chooseSets, setsQuery, type WordSets } from "./candidates";
import { type Term, termQuery } from "./ranking";
import type { SearchTerms } from "./search-terms";

/** Why a paper is looked at: it holds words, its title begins with what was typed or is that, or its id was typed. */
export enum Place {
  WORDS = 0,
  BEGINNING = 1,
  TITLE = 2,
  NAME = 3,
}

/** What a search asks for, besides its filter. */
export interface Asked {
  readonly terms: SearchTerms;
  /** Row ids of papers that it names by id. */
  readonly named: readonly number[];
  /** What it would be as the key of a title. */
  readonly titleKey: string;
}

/** Which papers a search looks at. */
export interface CandidateSql {
  /** Sub-statements, each with the columns `paper`, `place` and `vector`, the words of the paper. A paper may be in several. */
  readonly sources: readonly string[];
  /** The newest papers under the filter, as a column `paper`; null where they are not asked for. Sources call it `newest`. */
  readonly newest: string | null;
  /** Whether the sources without the newest hold all that may be found. */
  readonly isWhole: boolean;
}

/** How many are looked at. */
export interface CandidateLimits {
  readonly searchCandidates: number;
  readonly searchResultsMax: number;
}

/** What is read of the index of whole texts. */
const TEXTS: Omit<Bounds, "most"> = { reach: 100_000, lift: 8 };

/** What is read of the index of titles. */
const TITLES: Omit<Bounds, "most"> = { reach: 150_000, lift: 4 };

/** Titles that are looked at: where no rare word tells papers apart; where one does, or each has to be seen whether it fits a filter. And those of them that are ranked with their whole text. */
const MOST_TITLES = 30_000;
const FEWER_TITLES = 10_000;
const BEST_TITLES = 1_000;

/** Titles that begin with what was typed: where there are more, it was no title. */
const BEGINNINGS = 20;

/**
 * Few papers are ranked, whatever the words: those that hold the rarest; those in whose titles words stand together; and where all words are common, and under a filter, the newest.
 * `filter` is a condition on `i`, null for none.
 */
export function candidateSql(asked: Asked, filter: string | null, limits: CandidateLimits, bind: Bind): CandidateSql {
  const { terms, named, titleKey } = asked;
  const texts = choose("papers", terms, [], { ...TEXTS, most: limits.searchCandidates });
  const known = texts.sets.flatMap((set) => (set.length === 1 ? set : []));
  const most = filter || texts.expected > 0 ? FEWER_TITLES : MOST_TITLES;
  const titles = texts.isWhole ? noSets : choose("titles", terms, known, { ...TITLES, most });
  const isNewest = !texts.isWhole && (filter !== null || texts.expected + titles.expected < limits.searchResultsMax);
  const condition = terms.condition && bind(terms.condition, "tsquery");
  const holding = (query: string) => `s.vector @@ (${bind(query, "tsquery")}${condition ? ` && ${condition}` : ""})`;
  const under = (paper: string) => (filter ? `join paper_index i on i.paper = ${paper} where ${filter}` : "where true");
  const told = [
    ...(named.length > 0 ? [`select unnest(${bind(named, "bigint[]")}), ${Place.NAME}`] : []),
    ...(titleKey === "" ? [] : titlesLike(titleKey, bind)),
  ];
  return {
    sources: [
      ...(texts.sets.length > 0
        ? [
            `select s.paper, ${Place.WORDS}, s.vector from paper_search s ${under("s.paper")} and ${holding(setsQuery(texts.sets))}`,
          ]
        : []),
      ...(told.length > 0
        ? [
            `select s.paper, k.place, s.vector from (${told.join(" union all ")}) as k(paper, place) join paper_search s using (paper) ${under("s.paper")}
             ${condition ? `and (k.place = ${Place.NAME} or s.vector @@ ${condition})` : ""}`,
          ]
        : []),
      ...(titles.sets.length > 0
        ? [
            `select s.paper, ${Place.WORDS}, s.vector from (${bestTitles(terms, titles, bind, under("t.paper"))}) b join paper_search s using (paper)
             ${condition ? `where s.vector @@ ${condition}` : ""}`,
          ]
        : []),
      ...(isNewest
        ? [
            `select s.paper, ${Place.WORDS}, s.vector from newest n join paper_search s using (paper) where ${holding(anyQuery(terms.terms))}`,
          ]
        : []),
    ],
    newest: isNewest
      ? `select i.paper from paper_index i where ${filter ?? "true"} order by i.sort_on desc, i.paper desc limit ${bind(limits.searchCandidates, "int")}`
      : null,
    isWhole: texts.isWhole,
  };
}

const noSets: WordSets = { sets: [], expected: 0, isWhole: false };

/** By their texts or titles, without what is known already; where a phrase is demanded, those that hold all words of the longest. */
function choose(
  where: "papers" | "titles",
  { terms, papers, phrases }: SearchTerms,
  known: readonly string[],
  bounds: Bounds,
): WordSets {
  if (terms.length === 0) return { ...noSets, isWhole: true };
  const counted = terms
    .filter(({ lexeme }) => !known.includes(lexeme))
    .map((term) => ({ lexeme: term.lexeme, count: term[where] }));
  if (phrases.length === 0) return chooseSets(counted, papers, bounds);
  const longest = phrases.reduce((one, other) => (other.length > one.length ? other : one));
  const words = counted.filter(({ lexeme }) => longest.includes(lexeme));
  return chooseAll(words, papers, bounds) ?? noSets;
}

/** The papers whose title is what was typed, and those whose title begins so. */
function titlesLike(titleKey: string, bind: Bind): string[] {
  const [first, last] = [bind(titleKey, "text"), bind(`${titleKey}\u{10ffff}`, "text")];
  const beginnings = `select row_id, count(*) over () as beginnings from (select row_id from paper where title_key >= ${first} and title_key < ${last} limit ${BEGINNINGS + 1}) b`;
  return [
    `(select row_id, ${Place.TITLE} from paper where title_key = ${first} order by row_id desc limit ${BEGINNINGS})`,
    `select row_id, ${Place.BEGINNING} from (${beginnings}) p where beginnings <= ${BEGINNINGS}`,
  ];
}

function bestTitles({ terms, refusal }: SearchTerms, { sets }: WordSets, bind: Bind, under: string): string {
  const query = `${bind(setsQuery(sets), "tsquery")}${refusal ? ` && ${bind(refusal, "tsquery")}` : ""}`;
  const asked = new Set(sets.flat());
  const worth = ({ lexeme, weight }: Term) =>
    `${bind(weight, "float8")} * ts_rank(t.vector, ${bind(termQuery(lexeme), "tsquery")})`;
  return `select t.paper from paper_title_search t ${under} and t.vector @@ (${query})
    order by ${terms
      .filter(({ lexeme }) => asked.has(lexeme))
      .map(worth)
      .join(" + ")} desc, t.paper desc limit ${BEST_TITLES}`;
}
