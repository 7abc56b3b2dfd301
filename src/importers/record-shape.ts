import { titleKey } from "../papers/title";
import { foldPhrase } from "../topics/tagger";
import { VALUES } from "./copied";
import { matchKey } from "./match-key";
import { LONGEST } from "./read/fields";
import * as is from "./read/shape";

/** What stands in an index must fit on its pages. */
export const KEY = 2_600;

/** A text that names a row. */
export const key = is.fullText(KEY);
const id = is.orNull(is.fullText(1_000));
/** By what titles and names are found, some characters are written in many. */
const title = is.both(is.fullText(KEY), is.folding(matchKey, KEY), is.folding(titleKey, KEY));
const author = is.both(is.text(1_000), is.folding(titleKey, KEY));
const topic = is.both(is.text(1_000), is.folding(foldPhrase, KEY));
const long = is.orNull(is.text(4 * LONGEST.abstract));
/** A text that an index holds in small letters, which may take more room. */
const word = is.text(1_000);
/** A text of any content that fits into an index. */
export const anyText = is.text(KEY);

const label = is.shape({ scheme: is.oneOf(VALUES.scheme), label: topic, confidence: is.confidence });

const mention = is.shape({
  url: anyText,
  isOfficial: is.flag,
  framework: is.orNull(word),
  evidence: is.oneOf(VALUES.mention),
  starCount: is.orNull(is.count(0)),
});

/** A record of a paper that the database can hold. */
export const paperRecord = is.shape({
  kind: is.oneOf(["paper"]),
  sourceKey: key,
  ownId: id,
  title,
  abstract: long,
  arxivId: id,
  doi: id,
  openReviewId: id,
  papersWithCodeId: id,
  publishedOn: is.orNull(is.day),
  versionUpdatedOn: is.orNull(is.day),
  venue: long,
  comment: long,
  license: long,
  landingUrl: long,
  pdfUrl: long,
  links: is.listOf(is.shape({ kind: is.oneOf(VALUES.link), url: anyText })),
  isWithdrawn: is.flag,
  authors: is.listOf(author),
  areAuthorsWhole: is.flag,
  categories: is.listOf(is.text(300)),
  labels: is.listOf(label),
  repositories: is.listOf(mention),
  days: is.listOf(is.shape({ day: is.day, position: is.count(0), submittedBy: is.orNull(anyText) })),
  upvotes: is.orNull(is.count(0)),
  changedAt: is.orNull(is.moment),
  url: long,
  recordLicense: long,
});

/** A record of a repository that the database can hold. */
export const repositoryRecord = is.shape({
  kind: is.oneOf(["repository"]),
  sourceKey: key,
  url: anyText,
  formerUrls: is.orAbsent(is.listOf(anyText)),
  description: long,
  starCount: is.orNull(is.count(0)),
  language: is.orNull(word),
  license: is.orNull(word),
  isArchived: is.orNull(is.flag),
  pushedAt: is.orNull(is.moment),
  topics: is.listOf(is.text(1_000)),
  observedOn: is.orNull(is.moment),
  recordLicense: long,
});

/** A record of a topic that the database can hold. */
export const topicRecord = is.shape({
  kind: is.oneOf(["topic"]),
  sourceKey: key,
  scheme: is.oneOf(VALUES.scheme),
  name: is.both(is.fullText(1_000), topic),
  parents: is.listOf(topic),
  aliases: is.listOf(topic),
  recordLicense: long,
});
