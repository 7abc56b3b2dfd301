import * as core from "@citation-js/core";
import "reflect-metadata";
import { CitationFormat, formatCitation } from "../src/papers/citation";
import type { CitedWork } from "../src/papers/citation.csl";
import type { Paper } from "../src/papers/paper";

/** The library's own reader. */
const { Cite } = core as any;
export const read = (text: string) => new Cite(text).data;

const nothing = { venue: null, doi: null, arxivId: null, openReviewId: null, landingUrl: null, publishedOn: null };

/** A work of which a test says only what matters to it. */
function work(paper: Partial<Paper>, authors: readonly string[] = ["Ada Lovelace"], category: string | null = null): CitedWork {
  const whole = {
    ...nothing,
    slug: "a-paper",
    title: "A paper",
    authorCount: authors.length,
    authorsAreComplete: true,
    ...paper,
  };
  return { paper: whole as Paper, authors, category };
}

/** Such a work in a format. */
export const cite = (format: keyof typeof CitationFormat, ...args: Parameters<typeof work>) =>
  formatCitation(work(...args), CitationFormat[format]);
