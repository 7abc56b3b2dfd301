import { once } from "../graphql/batch";
import { loadCategoryWeights } from "../topics/category-model";
import { createTagger } from "../topics/tagger";
import { loadVocabulary } from "../topics/vocabulary";

/** What finds the topics in the text of a paper; made when the first is submitted, since most processes never need it. */
export const theTagger = once(async () => createTagger(loadVocabulary(), loadCategoryWeights()));
