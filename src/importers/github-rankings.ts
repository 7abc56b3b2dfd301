import type { Importer } from "./importer";
import { csvRowsOf } from "./read/csv";
import { dayInFileName } from "./read/fields";
import { repositoryRecord } from "./read/repository-record";

/**
 * Rankings of GitHub's repositories by stars and forks, over all and for each language: CSV. A repository stands in several of them: its first row counts.
 * The day is `listedOn`, or the one in the file's name; of several days the stars are known over time.
 * https://github.com/EvanLi/Github-Ranking
 */
export const githubRankings: Importer = {
  name: "github-rankings",
  source: "github",
  unit: "line",
  takesDay: true,
  fileEndings: [".csv"],
  description: "rankings of GitHub repositories of one day, CSV; the day from the file's name",
  async *read(source, options, report) {
    const observedOn = options.listedOn ?? dayInFileName(options.fileName);
    const seen = new Set<string>();
    const rows = csvRowsOf(source, options.maxLineBytes, ["repo_url", "stars"], report, (row) =>
      repositoryRecord("ranking", {
        url: row.repo_url,
        description: row.description,
        starCount: row.stars,
        language: row.language,
        pushedAt: row.last_commit,
        topics: [],
        observedOn,
      }),
    );
    for await (const record of rows) {
      if (seen.has(record.sourceKey)) continue;
      seen.add(record.sourceKey);
      yield record;
    }
  },
};
