import type { Run } from "../database/sql";
import { parseRepositoryUrl } from "../repositories/repository-url";

/** Rows of which papers, lists or records told and do not tell any more: they may be called otherwise now, or be named by nothing. */
export interface Left {
  readonly authors: readonly number[];
  readonly repositories: readonly number[];
  /** Folded names of topics, those of papers that are gone. */
  readonly names: readonly string[];
}

export const nothingLeft: Left = { authors: [], repositories: [], names: [] };

/** What the given papers name. */
export async function namedBy(run: Run, papers: readonly number[]): Promise<Left> {
  const distinct = <Row>(column: string, from: string) =>
    valuesOf<Row>(run, `/* namedBy */ select distinct ${column} as value from ${from} where paper = any($1::bigint[])`, [papers]);
  return {
    authors: await distinct("author", "authorship"),
    repositories: await distinct("repository", "repository_link"),
    names: await distinct("l.label_key", "paper_label p join label l on l.row_id = p.label"),
  };
}

/** What papers of the staged tables name that they will not name any more, or not in the same way. */
export async function leftByStaged(run: Run): Promise<Left> {
  return {
    ...nothingLeft,
    authors: await valuesOf(
      run,
      `/* leftByStaged */ select distinct h.author as value from staged_paper s join authorship h using (paper)
       where s.slug is null and not exists (select from staged_author n where n.paper = h.paper and n.name = h.name)`,
    ),
    repositories: await valuesOf(
      run,
      `/* leftByStaged */ select distinct l.repository as value from staged_paper s join repository_link l using (paper)
       where s.slug is null and not exists (select from staged_repository n where n.paper = l.paper and n.url = l.told_url)`,
    ),
  };
}

async function valuesOf<Value>(run: Run, text: string, values?: readonly unknown[]): Promise<Value[]> {
  return (await run<{ value: Value }>(text, values)).map(({ value }) => value);
}

/** Calls authors of whom papers told as the papers that are left print them: of several ways the first in the alphabet. Those that nothing names any more go. */
export async function settleAuthors(run: Run, authors: readonly number[]): Promise<void> {
  if (authors.length === 0) return;
  await run(
    `/* settleAuthors */ with told as (
       select l.author, min(h.name collate "C") as name from unnest($1::bigint[]) as l(author) left join authorship h using (author) group by l.author
     ), gone as (delete from author a using told t where a.row_id = t.author and t.name is null)
     update author a set name = t.name from told t where a.row_id = t.author and t.name <> a.name`,
    [authors],
  );
}

/** The repositories that staged papers write in another way than they are shown. */
export function otherwiseWritten(run: Run): Promise<number[]> {
  return valuesOf(
    run,
    `/* otherwiseWritten */ select distinct l.repository as value from staged_paper s join repository_link l using (paper) join repository r on r.row_id = l.repository
     where l.told_url <> r.url`,
  );
}

/**
 * Writes repositories in the case in which the newest list writes them, else as the first in the alphabet of what papers write, whatever came first.
 * Those that neither a paper nor a list names any more go.
 */
export async function settleRepositories(run: Run, repositories: readonly number[]): Promise<void> {
  if (repositories.length === 0) return;
  await run(
    `/* settleRepositories */ delete from repository r where r.row_id = any($1::bigint[])
       and not exists (select from repository_link l where l.repository = r.row_id) and not exists (select from repository_source s where s.repository = r.row_id)`,
    [repositories],
  );
  const told = await run<{ repository: number; url: string }>(
    `/* settleRepositories */ select r.row_id as repository, told.url from repository r cross join lateral (
       select coalesce(
         (select s.record->>'url' from repository_source s where s.repository = r.row_id and lower((s.record->>'url') collate "C") = lower(r.url collate "C")
          order by s.record->>'observedOn' desc nulls last, s.record->>'url' collate "C" limit 1),
         (select min(l.told_url collate "C") from repository_link l where l.repository = r.row_id and lower(l.told_url collate "C") = lower(r.url collate "C"))
       ) as url
     ) told where r.row_id = any($1::bigint[]) and told.url <> r.url`,
    [repositories],
  );
  if (told.length === 0) return;
  const rows = told.map(({ repository, url }) => ({ repository, ...parseRepositoryUrl(url) }));
  await run(
    `/* settleRepositories */ update repository r set url = n.url, owner = n.owner, name = n.name
     from jsonb_to_recordset($1::jsonb) as n(repository bigint, url text, owner text, name text) where r.row_id = n.repository`,
    [JSON.stringify(rows)],
  );
}
