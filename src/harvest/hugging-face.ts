import { createSql } from "../database/sql";
import { huggingFaceDaily } from "../importers/hugging-face-daily";
import { type ImportCounts, noCounts } from "../importers/import-log";
import { fieldsOf } from "../importers/read/fields";
import { clientOf, exclusively, type Harvest, importBytes, sumOf } from "./harvest";
import { HarvestError } from "./harvest-error";
import type { HttpClient, Validators } from "./http-client";
import { keepValidators, readState } from "./state";

const SOURCE = "hugging-face";

/** The largest page that may be asked for: https://huggingface.co/docs/hub/api#papers-api */
const PAGE = 100;

/** Many times the pages of any day: a service that never ends is not read for ever. */
const MOST_PAGES = 50;

/** Entries may be missing in a page without being the last; one with fewer than this is. */
const SHORT_PAGE = PAGE / 2;

/** Harvests the lists of some days, in order. A day whose list is as it was when it was imported is not imported again. */
export function harvestHuggingFace(harvest: Harvest, days: Iterable<string>): Promise<ImportCounts> {
  const client = clientOf(harvest, harvest.settings.delayMs);
  return exclusively(harvest.db, SOURCE, async () => {
    let counts = noCounts;
    for (const day of days) counts = sumOf([counts, await harvestDay(harvest, client, day)]);
    return counts;
  });
}

async function harvestDay(harvest: Harvest, client: HttpClient, day: string): Promise<ImportCounts> {
  const run = createSql(harvest.db).prepared;
  const url = pageUrl(harvest, day, 0);
  const first = await client.get({ url, accepts: "JSON", known: await readState(run, SOURCE, url, harvest.now()) });
  if (first.status === 304) {
    harvest.onImported(url, noCounts);
    return noCounts;
  }
  const entries = entriesIn(first.body, url);
  let [isWhole, body, validators]: [boolean, Buffer, Validators] = [entries.length < SHORT_PAGE, first.body, first.validators];
  if (!isWhole) {
    const all = await withOtherPages(harvest, client, day, entries);
    body = Buffer.from(JSON.stringify(all));
    isWhole = all.length === entries.length;
  }
  if (!isWhole) validators = { etag: null, lastModified: null }; // they know the first page alone
  const counts = await importBytes(harvest, huggingFaceDaily, url, body, day);
  await keepValidators(run, SOURCE, new Map([[url, validators]]));
  return counts;
}

/** Ends at a short page, or one that brings nothing new: the service may not know pages. Throws a HarvestError after too many. */
async function withOtherPages(harvest: Harvest, client: HttpClient, day: string, first: readonly unknown[]): Promise<unknown[]> {
  const all = new Map(first.map((entry) => [JSON.stringify(entry), entry]));
  for (let page = 1, isLast = false; !isLast; page++) {
    if (page === MOST_PAGES) throw new HarvestError(`${pageUrl(harvest, day, 0)} has more than ${MOST_PAGES} pages`);
    const url = pageUrl(harvest, day, page);
    const entries = entriesIn((await client.get({ url, accepts: "JSON" })).body, url);
    const before = all.size;
    for (const entry of entries) all.set(JSON.stringify(entry), entry);
    isLast = entries.length < SHORT_PAGE || all.size === before;
  }
  return [...all.values()];
}

/** The entries of a page, to know whether there may be another; what they are is for the importer. */
function entriesIn(body: Buffer, url: string): readonly unknown[] {
  try {
    const document: unknown = JSON.parse(body.toString());
    const list = fieldsOf(document)?.data ?? document;
    return Array.isArray(list) ? list : [];
  } catch (error) {
    throw new HarvestError(`${url} must answer with JSON: ${(error as Error).message}`);
  }
}

function pageUrl({ settings }: Harvest, day: string, page: number): string {
  const query = { date: day, limit: String(PAGE), ...(page > 0 && { p: String(page) }) };
  return `${settings.huggingFaceUrl}/api/daily_papers?${new URLSearchParams(query)}`;
}
