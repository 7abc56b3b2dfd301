import { type Importer, SourceError } from "./importer";
import { dayOf, excerptOf, fieldsOf, LONGEST, textsOf } from "./read/fields";
import { entriesOf, jsonDocument, RECORDS_HELD } from "./read/json-text";
import { recordsOf } from "./read/records";
import { repositoryRecord } from "./read/repository-record";

/**
 * A list of repositories that somebody starred on GitHub: one JSON object with `last_updated` and, by their names, `repos`; of each its `metadata`.
 * The day is `listedOn`, or that of `last_updated`.
 */
export const githubStars: Importer = {
  name: "github-stars",
  source: "github",
  unit: "entry",
  takesDay: true,
  fileEndings: [".json"],
  description: "a list of starred GitHub repositories with their topics: one JSON object",
  async *read(source, options, report) {
    const document = await jsonDocument(source, RECORDS_HELD * options.maxLineBytes);
    const { repos, last_updated } = fieldsOf(document) ?? {};
    const repositories = fieldsOf(repos);
    if (repositories === null)
      throw new SourceError(1, `expected an object with the repositories as "repos", found ${excerptOf(document, 80)}`);
    const observedOn = options.listedOn ?? dayOf(last_updated);
    yield* recordsOf(entriesOf(Object.values(repositories)), report, ({ value }) => {
      const fields = fieldsOf(value) ?? {};
      const metadata = fieldsOf(fields.metadata);
      if (!metadata) return 'must be an object with "metadata"';
      return repositoryRecord("starred", {
        url: metadata.url,
        description: metadata.description,
        starCount: metadata.stars,
        language: metadata.language,
        pushedAt: fields.pushed_at,
        topics: textsOf(metadata.topics, LONGEST.name),
        observedOn,
      });
    });
  },
};
