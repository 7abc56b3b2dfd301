import { type Importer, type RepositoryRecord, SourceError } from "../importers/importer";
import { countOf, excerptOf, fieldsOf, LONGEST, momentOf, textOf, textsOf } from "../importers/read/fields";
import { jsonDocument, RECORDS_HELD } from "../importers/read/json-text";
import { placed } from "../importers/read/places";
import { parseRepositoryUrl } from "../repositories/repository-url";

/** The longest description that is believed, in UTF-16 units. GitHub's own limit is 350. */
const LONGEST_DESCRIPTION = 2_000;

/** What GitHub answered about one repository. */
export interface GithubReply {
  /** The address by which it was known. */
  readonly asked: string;
  /** When, as ISO 8601 in UTC. */
  readonly observedAt: string;
  /** As it came: https://docs.github.com/en/rest/repos/repos#get-a-repository; null when it was no JSON. */
  readonly repository: unknown;
}

/** Several replies of GitHub's REST interface about one repository each, as one JSON list. */
export const githubRepositories: Importer = {
  name: "github-repositories",
  source: "github",
  unit: "entry",
  fileEndings: [".json"],
  description: "replies of GitHub's REST interface about one repository each",
  async *read(source, options, report) {
    const replies = await jsonDocument(source, RECORDS_HELD * options.maxLineBytes);
    if (!Array.isArray(replies)) throw new SourceError(1, `expected a list of replies, found ${excerptOf(replies, 80)}`);
    for (const [index, reply] of (replies as GithubReply[]).entries()) {
      const record = recordOf(reply);
      if (typeof record === "string") report({ line: index + 1, reason: record, record: reply.asked });
      else yield placed(record, index + 1);
    }
  },
};

function recordOf({ asked, observedAt, repository }: GithubReply): RepositoryRecord | string {
  const fields = fieldsOf(repository);
  const id = fields?.id; // above 2^31 one day
  const address = parseRepositoryUrl(`https://github.com/${textOf(fields?.full_name, LONGEST.name) ?? ""}`);
  if (!fields || id === null || !address)
    return `expected a repository with id and full_name, found ${excerptOf(repository, 80)}`;
  const license = textOf(fieldsOf(fields.license)?.spdx_id, LONGEST.name);
  return {
    kind: "repository",
    sourceKey: `api ${id}`,
    url: address.url,
    ...(address.url.toLowerCase() !== asked.toLowerCase() && { formerUrls: [asked] }),
    description: textOf(fields.description, LONGEST_DESCRIPTION),
    starCount: countOf(fields.stargazers_count),
    language: textOf(fields.language, LONGEST.name),
    license: license === "NOASSERTION" ? null : license,
    isArchived: typeof fields.archived === "boolean" ? fields.archived : null,
    pushedAt: momentOf(fields.pushed_at),
    topics: textsOf(fields.topics, LONGEST.name),
    observedOn: observedAt,
    recordLicense: null,
  };
}
