import type { Run } from "../database/sql";
import { parseRepositoryUrl } from "../repositories/repository-url";
import type { RepositoryRecord } from "./importer";
import { settleRepositories } from "./left";
import { createRepositories } from "./merge-links";
import { renameRepositories } from "./rename-repositories";

/** Stores what a source tells of repositories, and computes them from all that is told. What is no repository's address was rejected before. */
export async function writeRepositoryRecords(run: Run, source: string, records: readonly RepositoryRecord[]): Promise<void> {
  const rows = records.flatMap((record) => {
    const address = parseRepositoryUrl(record.url);
    return address ? [{ source, source_key: record.sourceKey, record, ...address }] : [];
  });
  await renameRepositories(run, records);
  await run(
    "/* writeRepositoryRecords */ create temp table told_repository (source text, source_key text, record jsonb, url text, host text, owner text, name text) on commit drop",
  );
  await run(
    "/* writeRepositoryRecords */ insert into told_repository select * from jsonb_populate_recordset(null::told_repository, $1::jsonb)",
    [JSON.stringify(rows)],
  );
  await createRepositories(run, "told_repository");
  await renameRepositories(run, records); // again, for the former addresses of what was made just now
  const former = await ownersOfTold(run);
  await run(`/* writeRepositoryRecords */ insert into repository_source as s (source, source_key, repository, record)
    select t.source, t.source_key, coalesce(r.row_id, f.repository), t.record from told_repository t
    left join repository r on lower(r.url collate "C") = lower(t.url collate "C") left join repository_alias f on f.url_key = lower(t.url collate "C")
    on conflict (source, source_key) do update set repository = excluded.repository, record = excluded.record, fetched_at = now() where s.record <> excluded.record`);
  await computeRepositories(run, former);
  await run("/* writeRepositoryRecords */ drop table told_repository");
}

/** The repositories of which stored records tell that are in the temporary table `told_repository` (source, source_key). */
export async function ownersOfTold(run: Run): Promise<number[]> {
  const rows = await run<{ repository: number }>(
    "/* ownersOfTold */ select distinct s.repository from repository_source s join told_repository t using (source, source_key)",
  );
  return rows.map(({ repository }) => repository);
}

/**
 * Computes the repositories of which records in the temporary table `told_repository` tell (source, source_key), and those of which they told before.
 * Field by field the newest word that is not null; of equally old ones the greater, so that the order of arrival does not show.
 */
export async function computeRepositories(run: Run, former: readonly number[]): Promise<void> {
  const repositories = [...new Set([...former, ...(await ownersOfTold(run))])];
  const newest = (field: string, type: string) =>
    `(array_agg((s.record->>'${field}')::${type} order by s.record->>'observedOn' desc nulls last, s.record->>'${field}' collate "C" desc) filter (where s.record->>'${field}' is not null))[1]`;
  await run(
    `/* computeRepositories */ with told as (
       select o.repository, ${newest("starCount", "int")} as star_count, ${newest("description", "text")} as description, ${newest("language", "text")} as language,
         ${newest("license", "text")} as license, ${newest("isArchived", "boolean")} as is_archived, ${newest("pushedAt", "timestamptz")} as pushed_at
       from unnest($1::bigint[]) as o(repository) left join repository_source s using (repository) group by o.repository
     )
     update repository r set star_count = t.star_count, description = t.description, language = t.language, license = t.license, is_archived = t.is_archived, pushed_at = t.pushed_at
     from told t where r.row_id = t.repository and (r.star_count, r.description, r.language, r.license, r.is_archived, r.pushed_at)
       is distinct from (t.star_count, t.description, t.language, t.license, t.is_archived, t.pushed_at)`,
    [repositories],
  );
  await run(
    `/* computeRepositories */ update paper p set star_count = best.stars
     from (
       select l.paper, coalesce(max(r.star_count), 0) as stars from repository_link l join repository r on r.row_id = l.repository
       where l.paper in (select o.paper from repository_link o where o.repository = any($1::bigint[])) group by l.paper
     ) best
     where p.row_id = best.paper and p.star_count <> best.stars`,
    [repositories],
  );
  await settleRepositories(run, repositories);
}
