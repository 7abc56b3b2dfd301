import { parseRepositoryUrl } from "../../repositories/repository-url";
import type { RepositoryRecord } from "../importer";
import { countOf, excerptOf, LONGEST, momentOf, textOf } from "./fields";

/** The longest description of a repository that is believed, in UTF-16 units. GitHub's own limit is 350. */
const LONGEST_DESCRIPTION = 2_000;

/** What a list says of a repository, each field as it came. */
export interface ListedRepository {
  readonly url: unknown;
  readonly description: unknown;
  readonly starCount: unknown;
  readonly language: unknown;
  readonly pushedAt: unknown;
  readonly topics: readonly string[];
  /** The list's day; null where it has none. */
  readonly observedOn: string | null;
}

/** A repository in a list of that kind and day, or what is wrong with it. A language "N/A" is null. */
export function repositoryRecord(list: string, listed: ListedRepository): RepositoryRecord | string {
  const repository = parseRepositoryUrl(textOf(listed.url, LONGEST.url) ?? "");
  if (repository === null) return `its address must be that of a repository, not ${excerptOf(listed.url, 80)}`;
  const language = textOf(listed.language, LONGEST.name);
  return {
    kind: "repository",
    sourceKey: `${list} ${listed.observedOn ?? "undated"} ${repository.url.toLowerCase()}`,
    url: repository.url,
    description: textOf(listed.description, LONGEST_DESCRIPTION),
    starCount: countOf(listed.starCount),
    language: language === "N/A" ? null : language,
    license: null,
    isArchived: null,
    pushedAt: momentOf(listed.pushedAt),
    topics: listed.topics,
    observedOn: listed.observedOn,
    recordLicense: "MIT",
  };
}
