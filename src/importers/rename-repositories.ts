import type { Run } from "../database/sql";
import { parseRepositoryUrl } from "../repositories/repository-url";
import type { RepositoryRecord } from "./importer";
import { createRepositories } from "./merge-links";

/** Gives repositories the addresses that they bear now. Their former ones stay known, and what was two repositories by address becomes one, to which the ids of both lead. */
export async function renameRepositories(
  run: Run,
  records: readonly Pick<RepositoryRecord, "url" | "formerUrls">[],
): Promise<void> {
  const renames = records.flatMap(({ url, formerUrls = [] }) => {
    const address = parseRepositoryUrl(url);
    const formerKeys = formerUrls.flatMap((former) => parseRepositoryUrl(former)?.url.toLowerCase() ?? []);
    return formerKeys.flatMap((key) =>
      address && key !== address.url.toLowerCase() ? [{ former_key: key, url_key: address.url.toLowerCase(), ...address }] : [],
    );
  });
  if (renames.length === 0) return;
  await run(
    `/* renameRepositories */ create temp table renamed on commit drop as
     select distinct on (former_key) * from jsonb_to_recordset($1::jsonb) as n(former_key text, url_key text, url text, host text, owner text, name text)`,
    [JSON.stringify(renames)],
  );
  // An address that is borne is nobody's former one: a repository may get its old name back.
  await run("/* renameRepositories */ delete from repository_alias f using renamed n where f.url_key = n.url_key");
  await run(`/* renameRepositories */ update repository r set url = n.url, host = n.host, owner = n.owner, name = n.name
    from (
      select distinct on (n.url_key) o.row_id, n.* from renamed n join repository o on lower(o.url collate "C") = n.former_key
      where not exists (select from repository e where lower(e.url collate "C") = n.url_key) order by n.url_key, o.row_id
    ) n where r.row_id = n.row_id`);
  await mergeRows(run);
  await createRepositories(run, "renamed"); // one of which nothing was known yet is known by its former address as well
  await run(`/* renameRepositories */ insert into repository_alias (url_key, repository)
    select n.former_key, r.row_id from renamed n join repository r on lower(r.url collate "C") = n.url_key
    on conflict (url_key) do update set repository = excluded.repository`);
  await run("/* renameRepositories */ drop table renamed, merged_repository");
}

/** What hangs on a row that still bears a former address goes to the one that bears the new one. */
async function mergeRows(run: Run): Promise<void> {
  await run(`/* mergeRows */ create temp table merged_repository on commit drop as
    select o.row_id as gone, r.row_id as repository from renamed n
    join repository o on lower(o.url collate "C") = n.former_key join repository r on lower(r.url collate "C") = n.url_key`);
  await run(
    "/* mergeRows */ update repository_alias f set repository = m.repository from merged_repository m where f.repository = m.gone",
  );
  await run(
    "/* mergeRows */ update repository_former_id f set repository = m.repository from merged_repository m where f.repository = m.gone",
  );
  await run(
    "/* mergeRows */ insert into repository_former_id (uid, repository) select o.uid, m.repository from merged_repository m join repository o on o.row_id = m.gone",
  );
  await run(
    "/* mergeRows */ update repository_source s set repository = m.repository from merged_repository m where s.repository = m.gone",
  );
  await run(`/* mergeRows */ update paper p set updated_at = now()
    from repository_link l join merged_repository m on m.gone = l.repository where p.row_id = l.paper`);
  await mergeLinks(run);
  await run("/* mergeRows */ delete from repository r using merged_repository m where r.row_id = m.gone");
  await run(`/* mergeRows */ update repository r set paper_count = (select count(*) from repository_link l where l.repository = r.row_id)
    where r.row_id in (select repository from merged_repository)`);
}

/** Links keep their ids, but for one where a paper had links to both. */
async function mergeLinks(run: Run): Promise<void> {
  await run(`/* mergeLinks */ update repository_link l set repository = f.repository
    from (
      select distinct on (l.paper, m.repository) l.row_id, m.repository from repository_link l join merged_repository m on m.gone = l.repository
      where not exists (select from repository_link o where o.paper = l.paper and o.repository = m.repository) order by l.paper, m.repository, l.row_id
    ) f where l.row_id = f.row_id`);
  await run(`/* mergeLinks */ insert into repository_link (paper, repository, is_official, framework, sort_on)
    select l.paper, m.repository, bool_or(l.is_official), min(l.framework collate "C"), min(l.sort_on)
    from repository_link l join merged_repository m on m.gone = l.repository group by l.paper, m.repository
    on conflict (paper, repository) do update set is_official = repository_link.is_official or excluded.is_official,
      framework = least(repository_link.framework collate "C", excluded.framework collate "C")`);
  await run(`/* mergeLinks */ insert into link_evidence (link, kind, source, confidence, first_seen_at)
    select k.row_id, e.kind, e.source, max(e.confidence), min(e.first_seen_at)
    from link_evidence e join repository_link l on l.row_id = e.link join merged_repository m on m.gone = l.repository
    join repository_link k on k.paper = l.paper and k.repository = m.repository group by k.row_id, e.kind, e.source
    on conflict (link, kind, source) do update set confidence = greatest(link_evidence.confidence, excluded.confidence),
      first_seen_at = least(link_evidence.first_seen_at, excluded.first_seen_at)`);
}
