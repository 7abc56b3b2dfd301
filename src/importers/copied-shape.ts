import { parseRepositoryUrl } from "../repositories/repository-url";
import { type Copied, VALUES } from "./copied";
import { excerptOf, type Fields, LONGEST } from "./read/fields";
import * as is from "./read/shape";
import { anyText, KEY, paperRecord, repositoryRecord, topicRecord } from "./record-shape";

const name = is.fullText(1_000);
const long = is.orNull(is.text(4 * LONGEST.abstract));

const isRepositoryUrl: is.Check = (value, path) =>
  typeof value === "string" && value.length <= KEY && parseRepositoryUrl(value)?.url === value
    ? null
    : `${path} must be a repository's address, not ${excerptOf(value, 60)}`;

const isFormerUrl: is.Check = (value, path) =>
  typeof value === "string" && value === value.toLowerCase() ? isRepositoryUrl(value, path) : `${path} must be in small letters`;

const sources = (record: is.Check, least = 0) =>
  is.listOf(is.shape({ source: is.fullText(100), record, fetchedAt: is.moment }), least);

const evidence = (kinds: readonly string[]) => ({
  kind: is.oneOf(kinds),
  source: is.fullText(100),
  confidence: is.confidence,
  firstSeenAt: is.moment,
});

const shapes: Readonly<Record<Copied["kind"], is.Check>> = {
  topic: is.shape({
    kind: is.oneOf(["topic"]),
    uid: is.uuid,
    slug: is.slug,
    name,
    topicKind: is.oneOf(VALUES.topicKind),
    description: long,
    isCurated: is.flag,
    parents: is.listOf(is.slug),
    aliases: is.listOf(name),
    sources: sources(topicRecord),
  }),
  repository: is.shape({
    kind: is.oneOf(["repository"]),
    uid: is.uuid,
    url: isRepositoryUrl,
    formerUrls: is.listOf(isFormerUrl),
    formerUids: is.orAbsent(is.listOf(is.uuid)),
    checkedAt: is.orNull(is.moment),
    sources: sources(repositoryRecord),
  }),
  author: is.shape({ kind: is.oneOf(["author"]), uid: is.uuid, slug: is.slug, name }),
  paper: is.shape({
    kind: is.oneOf(["paper"]),
    uid: is.uuid,
    slug: is.slug,
    createdAt: is.moment,
    updatedAt: is.moment,
    aliases: is.listOf(is.shape({ uid: is.uuid, slug: is.slug })),
    sources: sources(paperRecord, 1),
    topics: is.listOf(is.shape({ topic: is.slug, ...evidence(VALUES.topicLink) })),
    repositories: is.listOf(
      is.shape({
        uid: is.uuid,
        url: isRepositoryUrl,
        isOfficial: is.flag,
        framework: is.orNull(anyText),
        evidence: is.listOf(is.shape(evidence(VALUES.evidence))),
      }),
    ),
  }),
};

/** A line of an export, or a text that says what is wrong with it. */
export function copiedOf(fields: Fields): Copied | string {
  const { kind } = fields;
  if (typeof kind !== "string" || !Object.hasOwn(shapes, kind))
    return `kind must be one of ${Object.keys(shapes).join(", ")}, not ${excerptOf(kind, 60)}`;
  return shapes[kind as Copied["kind"]](fields, "") ?? (fields as unknown as Copied);
}
