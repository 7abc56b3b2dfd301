import type { Bind } from "../graphql/keyset";

/** A word as the texts of papers hold it, without its endings, and what it is worth. */
export interface Term {
  readonly lexeme: string;
  /** The rarer, the more; 0 for one that tells nothing. */
  readonly weight: number;
  /** In about how many papers and titles it stands. */
  readonly papers: number;
  readonly titles: number;
}

/**
 * How well a paper answers: SQL for a number from 0 to 1, written out for the terms, at least one. `vector` is the SQL of its words, those of the title with the weight A, without the positions of others where they are not known.
 * Another ranking is another function of this form, and a line where it is used.
 */
export type Ranking = (terms: readonly Term[], vector: string, bind: Bind) => string;

/** What a word in a title counts for, where it counts for 1 in the abstract. */
export const TITLE = 1.4;

/** Different words below which a text counts as if it had so many: a title without abstract is not about its words because it has few. */
const SHORTEST = 15;

/** The weights of words by their labels, D, C, B and A, as shares of the greatest. */
const LABELS = [1, 1, 1, TITLE].map((weight) => weight / TITLE);

/**
 * The sum over terms of weight times saturated frequency, through the length of the text: what BM25 is made of (Robertson and Zaragoza 2009, The Probabilistic Relevance Framework), with
 * `ts_rank` of one word as the frequency: (1 + 1/4 + 1/9 + ...) / 1.64 for one, two, three occurrences.
 */
export const byWords: Ranking = (terms, vector, bind) => {
  const labels = bind(LABELS, "float4[]");
  const parts = terms.map(
    ({ lexeme, weight }) => `${bind(weight, "float8")} * ts_rank(${labels}, ${vector}, ${bind(termQuery(lexeme), "tsquery")})`,
  );
  const best = terms.reduce((sum, { weight }) => sum + weight, 0);
  const scale = (1 + Math.log(SHORTEST)) / best;
  return `${bind(scale, "float8")} * (${parts.join(" + ")}) / (1 + ln(greatest(length(${vector}), ${SHORTEST})))`;
};

/** What a word is worth that stands in so many papers of all: BM25's inverse document frequency. */
export const rarity = (papers: number, all: number): number => Math.log(1 + (Math.max(0, all - papers) + 0.5) / (papers + 0.5));

/** A word as a tsquery. https://www.postgresql.org/docs/18/datatype-textsearch.html#DATATYPE-TSQUERY */
export const termQuery = (lexeme: string): string => `'${lexeme.replace(/['\\]/g, "$&$&")}'`;
