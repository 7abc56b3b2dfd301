import type { Run } from "../database/sql";
import { parseRepositoryUrl, type RepositoryAddress } from "../repositories/repository-url";
import type { CopiedRepository } from "./copied";
import { renameRepositories } from "./rename-repositories";
import { computeRepositories, ownersOfTold } from "./repository-records";
import { newsOf } from "./restore-sources";

/** A copy, and the address under which its repository is or will be here. */
interface Placed extends RepositoryAddress {
  readonly copy: CopiedRepository;
}

/**
 * Makes the repositories that are not known yet, by address or former address, and adds former addresses and records to those that are. These keep their ids,
 * and those of the copy lead to them too, but for those that lead somewhere already.
 * What is known here by a former address of the copy gets the new one.
 */
export async function restoreRepositories(
  run: Run,
  copies: readonly CopiedRepository[],
): Promise<{ added: number; changed: number }> {
  const placed = await placeRepositories(run, copies);
  const made = new Set(await makeRepositories(run, placed));
  const changed = new Set([
    ...(await addFormerUrls(run, placed)),
    ...(await addFormerUids(run, placed)),
    ...(await noteChecked(run, placed)),
    ...(await addRecords(run, placed)),
  ]);
  return { added: made.size, changed: [...changed].filter((url) => !made.has(url)).length };
}

const keyOf = ({ url }: { readonly url: string }): string => url.toLowerCase();

async function placeRepositories(run: Run, copies: readonly CopiedRepository[]): Promise<Placed[]> {
  const moved = await run<{ key: string; url: string }>(
    `/* placeRepositories */ select f.url_key as key, r.url from repository_alias f join repository r on r.row_id = f.repository where f.url_key = any($1::text[])`,
    [copies.map(keyOf)],
  );
  const movedTo = new Map(moved.map(({ key, url }) => [key, url]));
  const placed = copies.flatMap((copy): Placed[] => {
    const address = parseRepositoryUrl(movedTo.get(keyOf(copy)) ?? copy.url);
    return address ? [{ ...address, copy }] : [];
  });
  const borne = await run<{ key: string }>(
    `/* placeRepositories */ select lower(url collate "C") as key from repository where lower(url collate "C") = any($1::text[])`,
    [copies.flatMap(({ formerUrls }) => formerUrls)],
  );
  const old = new Set(borne.map(({ key }) => key));
  await renameRepositories(
    run,
    placed.map(({ url, copy }) => ({ url, formerUrls: copy.formerUrls.filter((former) => old.has(former)) })),
  );
  return placed;
}

/** Several copies may be one repository here: the first makes it. Gives the addresses of those that were made, in small letters. */
async function makeRepositories(run: Run, placed: readonly Placed[]): Promise<string[]> {
  const rows = placed.map(({ url, host, owner, name, copy }, place) => ({ place, uid: copy.uid, url, host, owner, name }));
  const made = await run<{ key: string }>(
    `/* makeRepositories */ insert into repository (uid, url, host, owner, name)
     select case when exists (select from repository r where r.uid = n.uid) or exists (select from repository_former_id f where f.uid = n.uid) then gen_random_uuid() else n.uid end, n.url, n.host, n.owner, n.name
     from jsonb_to_recordset($1::jsonb) as n(place int, uid uuid, url text, host text, owner text, name text) order by n.place
     on conflict (lower(url collate "C")) do nothing returning lower(url collate "C") as key`,
    [JSON.stringify(rows)],
  );
  return made.map(({ key }) => key);
}

/** An address that a repository bears, or that leads to another, is nobody's former one. */
async function addFormerUrls(run: Run, placed: readonly Placed[]): Promise<string[]> {
  const rows = placed.flatMap((one) => one.copy.formerUrls.map((former) => ({ url_key: former, key: keyOf(one) })));
  const added = await run<{ key: string }>(
    `/* addFormerUrls */ with told as (
       select distinct on (n.url_key) n.url_key, n.key, r.row_id from jsonb_to_recordset($1::jsonb) as n(url_key text, key text)
       join repository r on lower(r.url collate "C") = n.key where not exists (select from repository o where lower(o.url collate "C") = n.url_key) order by n.url_key, r.row_id
     ), added as (insert into repository_alias (url_key, repository) select url_key, row_id from told on conflict (url_key) do nothing returning url_key)
     select t.key from added join told t using (url_key)`,
    [JSON.stringify(rows)],
  );
  return added.map(({ key }) => key);
}

/** Every id of a copy that is nobody's. */
async function addFormerUids(run: Run, placed: readonly Placed[]): Promise<string[]> {
  const rows = placed.flatMap((one) => [one.copy.uid, ...(one.copy.formerUids ?? [])].map((uid) => ({ uid, key: keyOf(one) })));
  const added = await run<{ key: string }>(
    `/* addFormerUids */ with told as (
       select distinct on (n.uid) n.uid, n.key, r.row_id from jsonb_to_recordset($1::jsonb) as n(uid uuid, key text) join repository r on lower(r.url collate "C") = n.key
       where not exists (select from repository o where o.uid = n.uid) order by n.uid, r.row_id
     ), added as (insert into repository_former_id (uid, repository) select uid, row_id from told on conflict (uid) do nothing returning uid)
     select t.key from added join told t using (uid)`,
    [JSON.stringify(rows)],
  );
  return added.map(({ key }) => key);
}

async function noteChecked(run: Run, placed: readonly Placed[]): Promise<string[]> {
  const checked = placed.filter(({ copy }) => copy.checkedAt !== null);
  const rows = await run<{ key: string }>(
    `/* noteChecked */ update repository r set checked_at = n.checked_at from (select key, max(checked_at) as checked_at from unnest($1::text[], $2::timestamptz[]) as u(key, checked_at) group by key) n
     where lower(r.url collate "C") = n.key and (r.checked_at is null or r.checked_at < n.checked_at) returning n.key`,
    [checked.map(keyOf), checked.map(({ copy }) => copy.checkedAt)],
  );
  return rows.map(({ key }) => key);
}

async function addRecords(run: Run, placed: readonly Placed[]): Promise<string[]> {
  const news = await newsOf(
    run,
    "repository_source",
    placed.map(({ copy }) => copy),
  );
  const rows = placed.flatMap((one) =>
    news.get(one.copy)!.sources.map(({ source, record, fetchedAt }) => ({
      source,
      source_key: record.sourceKey,
      key: keyOf(one),
      record,
      fetched_at: fetchedAt,
    })),
  );
  if (rows.length === 0) return [];
  await run(
    `/* addRecords */ create temp table told_repository on commit drop as
     select * from jsonb_to_recordset($1::jsonb) as n(source text, source_key text, key text, record jsonb, fetched_at timestamptz)`,
    [JSON.stringify(rows)],
  );
  const former = await ownersOfTold(run);
  await run(`/* addRecords */ insert into repository_source (source, source_key, repository, record, fetched_at)
    select n.source, n.source_key, r.row_id, n.record, n.fetched_at from told_repository n join repository r on lower(r.url collate "C") = n.key
    on conflict (source, source_key) do update set repository = excluded.repository, record = excluded.record, fetched_at = excluded.fetched_at`);
  await computeRepositories(run, former);
  await run("/* addRecords */ drop table told_repository");
  return rows.map(({ key }) => key);
}
