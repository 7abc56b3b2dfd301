import { createSql, transaction } from "../database/sql";
import { type ImportCounts, noCounts } from "../importers/import-log";
import { type GithubReply, githubRepositories } from "./github-repository";
import { clientOf, exclusively, type Harvest, importBytes, sumOf } from "./harvest";
import { HarvestError } from "./harvest-error";
import type { HttpClient, Reply, Validators } from "./http-client";
import { keepValidators } from "./state";

const SOURCE = "github";

/** Repositories whose replies are imported together. */
const BATCH = 50;

/** Gone, or blocked by law or by GitHub; and a token that is refused. */
const ANSWERS = [401, 403, 404, 410, 451];

interface StaleRepository extends Validators {
  /** Its address, as in the database. */
  readonly url: string;
  readonly owner: string;
  readonly name: string;
}

/** What came of asking for one repository: its reply, or null when it is as it was, or gone. */
interface Asked {
  readonly repository: StaleRepository;
  readonly request: string;
  readonly reply: GithubReply | null;
  readonly validators: Validators;
}

/**
 * Asks GitHub for every repository of github.com that was not asked for since `staleMs` before now, those never asked for first.
 * One that was renamed keeps its papers under its new address; one that is gone stays as it was, and is noted as checked.
 */
export function harvestGithub(harvest: Harvest, staleMs: number): Promise<ImportCounts> {
  const before = new Date(harvest.now().getTime() - staleMs);
  const client = clientOf(harvest, harvest.settings.delayMs);
  return exclusively(harvest.db, SOURCE, async () => {
    let counts = noCounts;
    for (;;) {
      const stale = await findStale(harvest, before);
      if (stale.length === 0) return counts;
      const done: Asked[] = [];
      try {
        for (const repository of stale) done.push(await ask(harvest, client, repository));
      } finally {
        counts = sumOf([counts, await store(harvest, done)]); // also what came whole before a failure
      }
    }
  });
}

/** What is known of an answer counts only while the record is here that came of it. */
function findStale({ db }: Harvest, before: Date): Promise<StaleRepository[]> {
  return createSql(db).prepared<StaleRepository>(
    `/* findStale */ select r.url, r.owner, r.name, s.etag, s.last_modified as "lastModified" from repository r
     left join harvest_state s on s.source = $1 and s.request = lower(r.url collate "C") and exists (select from repository_source o where o.repository = r.row_id and o.source = $1 and o.source_key like 'api %')
     where r.host = 'github.com' and (r.checked_at is null or r.checked_at < $2) order by r.checked_at nulls first, r.row_id limit ${BATCH}`,
    [SOURCE, before],
  );
}

async function ask({ settings, now }: Harvest, client: HttpClient, repository: StaleRepository): Promise<Asked> {
  const reply = await client.get({
    url: `${settings.githubUrl}/repos/${encodeURIComponent(repository.owner)}/${encodeURIComponent(repository.name)}`,
    accepts: "JSON",
    headers: {
      accept: "application/vnd.github+json",
      "x-github-api-version": "2022-11-28",
      ...(settings.githubToken !== null && { authorization: `Bearer ${settings.githubToken}` }),
    },
    known: repository,
    answers: ANSWERS,
  });
  if (reply.status === 401) throw new HarvestError("GitHub does not accept the token of GITHUB_TOKEN.");
  const body = reply.status === 200 || reply.status === 403 ? jsonOf(reply) : null;
  if (reply.status === 403 && /rate limit|abuse/i.test(String(body?.message)))
    throw new HarvestError("GitHub asks to slow down; run the harvest again later to go on.");
  const isPublic = reply.status === 200 && body?.private !== true; // what only the token's owner may see is not told
  return {
    repository,
    request: repository.url.toLowerCase(),
    reply: isPublic ? { asked: repository.url, observedAt: now().toISOString(), repository: body } : null,
    validators: reply.status === 304 ? repository : validatorsOf(reply),
  };
}

/** Those of a redirected answer are of another request. */
function validatorsOf({ status, isRedirected, validators }: Reply): Validators {
  return status === 200 && !isRedirected ? validators : { etag: null, lastModified: null };
}

function jsonOf({ body }: Reply): { readonly message?: unknown; readonly private?: unknown } | null {
  try {
    return JSON.parse(body.toString());
  } catch {
    return null;
  }
}

/** Imports the replies, then notes that the repositories were asked for. */
async function store(harvest: Harvest, done: readonly Asked[]): Promise<ImportCounts> {
  if (done.length === 0) return noCounts;
  const { db, settings, now } = harvest;
  const replies = done.flatMap(({ reply }) => reply ?? []);
  const name = `${settings.githubUrl}/repos, ${replies.length} repositories`;
  const counts =
    replies.length > 0 ? await importBytes(harvest, githubRepositories, name, Buffer.from(JSON.stringify(replies))) : noCounts;
  await transaction(db, async (run) => {
    await keepValidators(run, SOURCE, new Map(done.map(({ request, validators }) => [request, validators])));
    await run(
      `/* noteChecked */ update repository r set checked_at = $1
       where lower(r.url collate "C") = any($2::text[]) or r.row_id in (select f.repository from repository_alias f where f.url_key = any($2::text[]))`,
      [now(), done.map(({ request }) => request)],
    );
    await run("/* raiseVersion */ update catalogue_version set version = version + 1");
  });
  return counts;
}
