import { createSql } from "../database/sql";
import { arxivOai, OaiError, type ResumptionToken, readOaiReply } from "../importers/arxiv-oai";
import { type ImportCounts, noCounts } from "../importers/import-log";
import type { Importer } from "../importers/importer";
import { BadReply, clientOf, dayOfMoment, exclusively, type Harvest, importBytes, sumOf } from "./harvest";
import { HarvestError } from "./harvest-error";
import type { HttpClient } from "./http-client";
import { forget, keepToken, readState } from "./state";

const SOURCE = "arxiv";

export interface ArxivWindow {
  /** Records that changed on this day or later; null: since the day on which the last whole harvest of the set began. */
  readonly since: string | null;
  /** A set of arXiv like `cs` or `physics:hep-th`; null for all. */
  readonly set: string | null;
}

/** A list that is being read. */
interface List {
  /** Asks for its beginning. */
  readonly url: string;
  readonly begunOn: string;
}

/**
 * Harvests what changed on arXiv, reply by reply, over OAI-PMH (https://info.arxiv.org/help/oa/index.html). Interrupted and started again with the same window,
 * it goes on with the list where it was; when the service does not take the token any more, it begins that window anew, once.
 */
export function harvestArxiv(harvest: Harvest, { since, set }: ArxivWindow): Promise<ImportCounts> {
  const { db, now } = harvest;
  const run = createSql(db).prepared;
  return exclusively(db, SOURCE, async () => {
    const whole = listUrl(harvest, null, set);
    const until = (await readState(run, SOURCE, whole, now()))?.begunOn ?? null;
    const from = since ?? until;
    if (from === null) throw new HarvestError("The first harvest of a set needs --since DAY; later ones go on from the last.");
    const url = listUrl(harvest, from, set);
    const state = await readState(run, SOURCE, url, now());
    const token = state?.resumptionToken ?? null;
    const list: List = { url, begunOn: (token && state?.begunOn) ?? dayOfMoment(now()) };
    const counts = await readList(harvest, list, token);
    await forget(run, SOURCE, [url]);
    const leavesGap = until !== null && until < from;
    if (!leavesGap) await keepToken(run, SOURCE, whole, { token: null, expiresAt: null, begunOn: list.begunOn });
    return counts;
  });
}

async function readList(harvest: Harvest, list: List, start: string | null): Promise<ImportCounts> {
  const run = createSql(harvest.db).prepared;
  const client = clientOf(harvest, harvest.settings.arxivDelayMs);
  let counts = noCounts;
  let isAnew = false;
  const followed = new Set([start]);
  for (let token = start; ; ) {
    const page = await readPage(harvest, client, token === null ? list.url : nextUrl(harvest, token)).catch((error) => {
      if (token === null || isAnew || !isRefusedToken(error)) throw error;
      return null;
    });
    if (page === null) {
      harvest.log("arXiv does not take the token of the list any more: beginning it anew");
      isAnew = true;
      token = null;
      followed.clear();
      await forget(run, SOURCE, [list.url]);
      continue;
    }
    counts = sumOf([counts, page.counts]);
    const next = page.next?.token ?? null;
    if (next === null) return counts;
    if (followed.has(next)) throw new HarvestError(`${list.url} gives a resumption token that leads to itself`);
    token = next;
    followed.add(token);
    await keepToken(run, SOURCE, list.url, { token, expiresAt: page.next!.expiresAt, begunOn: list.begunOn });
  }
}

function isRefusedToken(error: unknown): boolean {
  return error instanceof BadReply && error.cause instanceof OaiError && error.cause.code === "badResumptionToken";
}

async function readPage(harvest: Harvest, client: HttpClient, url: string) {
  let next: ResumptionToken | null = null;
  const importer: Importer = {
    ...arxivOai,
    checksFirst: true,
    read: (source, options, report) =>
      readOaiReply(source, options, report, (token) => {
        next = token;
      }),
  };
  const { body } = await client.get({ url, accepts: "XML" });
  const counts = await importBytes(harvest, importer, url, body);
  return { counts, next: next as ResumptionToken | null };
}

function listUrl({ settings }: Harvest, from: string | null, set: string | null): string {
  return oaiUrl(settings.arxivUrl, { metadataPrefix: "arXiv", ...(from && { from }), ...(set && { set }) });
}

/** A token stands alone: https://www.openarchives.org/OAI/openarchivesprotocol.html#ListRecords */
function nextUrl({ settings }: Harvest, resumptionToken: string): string {
  return oaiUrl(settings.arxivUrl, { resumptionToken });
}

function oaiUrl(base: string, query: Record<string, string>): string {
  return `${base}?${new URLSearchParams({ verb: "ListRecords", ...query })}`;
}
