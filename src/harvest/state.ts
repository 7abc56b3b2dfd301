import type { Run } from "../database/sql";
import type { Validators } from "./http-client";

/** What is kept of a request. */
export interface HarvestState extends Validators {
  /** Asks for the next part of a list that is not whole yet; null when there is none that is still taken. */
  readonly resumptionToken: string | null;
  /** The day, in UTC, on which the harvest began that this row tells of. */
  readonly begunOn: string | null;
}

/** What is kept of a request to a source; null when nothing is. */
export async function readState(run: Run, source: string, request: string, now: Date): Promise<HarvestState | null> {
  const [state] = await run<HarvestState>(
    `/* readState */ select etag, last_modified as "lastModified", case when token_expires_at < $3 then null else resumption_token end as "resumptionToken", begun_on as "begunOn"
     from harvest_state where source = $1 and request = $2`,
    [source, request, now],
  );
  return state ?? null;
}

/** How to know the answers of these requests again. What has neither mark is forgotten. */
export async function keepValidators(run: Run, source: string, requests: ReadonlyMap<string, Validators>): Promise<void> {
  const marked = [...requests].filter(([, { etag, lastModified }]) => etag !== null || lastModified !== null);
  const unmarked = [...requests.keys()].filter((request) => !marked.some(([other]) => other === request));
  await run(
    `/* keepValidators */ insert into harvest_state (source, request, etag, last_modified) select $1, * from unnest($2::text[], $3::text[], $4::text[])
     on conflict (source, request) do update set etag = excluded.etag, last_modified = excluded.last_modified, updated_at = now()`,
    [
      source,
      marked.map(([request]) => request),
      marked.map(([, { etag }]) => etag),
      marked.map(([, { lastModified }]) => lastModified),
    ],
  );
  await forget(run, source, unmarked);
}

/** Where a list goes on, and when it was begun. */
export async function keepToken(
  run: Run,
  source: string,
  request: string,
  { token, expiresAt, begunOn }: { readonly token: string | null; readonly expiresAt: string | null; readonly begunOn: string },
): Promise<void> {
  await run(
    `/* keepToken */ insert into harvest_state (source, request, resumption_token, token_expires_at, begun_on) values ($1, $2, $3, $4, $5)
     on conflict (source, request) do update set resumption_token = excluded.resumption_token, token_expires_at = excluded.token_expires_at, begun_on = excluded.begun_on, updated_at = now()`,
    [source, request, token, expiresAt, begunOn],
  );
}

/** Keeps nothing of these requests. */
export async function forget(run: Run, source: string, requests: readonly string[]): Promise<void> {
  await run("/* forget */ delete from harvest_state where source = $1 and request = any($2::text[])", [source, requests]);
}
