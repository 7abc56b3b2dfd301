import { arxivAtom } from "./arxiv-atom";
import { arxivListing } from "./arxiv-listing";
import { arxivOai } from "./arxiv-oai";
import { arxivSnapshot } from "./arxiv-snapshot";
import { arxivTopics } from "./arxiv-topics";
import { githubRankings } from "./github-rankings";
import { githubStars } from "./github-stars";
import { huggingFaceDaily } from "./hugging-face-daily";
import type { Importer } from "./importer";
import { listing } from "./listing";
import { papergraph } from "./papergraph";
import { pwcEvaluations } from "./pwc-evaluations";
import { pwcLinks } from "./pwc-links";
import { pwcMethods } from "./pwc-methods";
import { pwcPapers } from "./pwc-papers";

/** Every format that `npm run import` knows, by name. */
export const importers: readonly Importer[] = [
  arxivAtom,
  arxivListing,
  arxivOai,
  arxivSnapshot,
  arxivTopics,
  githubRankings,
  githubStars,
  huggingFaceDaily,
  listing,
  papergraph,
  pwcEvaluations,
  pwcLinks,
  pwcMethods,
  pwcPapers,
];
