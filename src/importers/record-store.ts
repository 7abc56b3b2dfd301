import { copyLine } from "../database/copy";
import type { Run, Transaction } from "../database/sql";
import type { IdentityRecord } from "./cluster";
import type { PaperRecord } from "./importer";
import { matchKey } from "./match-key";

/** A record with the name of its source, and the paper that it belongs to; null until that is found. */
export interface StoredRecord {
  readonly source: string;
  readonly record: PaperRecord;
  readonly paper: number | null;
}

/** Names a record among those of all sources. */
export const keyOf = (source: string, sourceKey: string): string => `${source} ${sourceKey}`;

/** What is made of records more than once; it goes with them. */
const titleKeys = new WeakMap<PaperRecord, string>();
const texts = new WeakMap<object, string>();
const storedLines = new WeakMap<PaperRecord, { readonly source: string; readonly line: string }>();

/** Its title, as it is compared. */
export function titleKeyOf(record: PaperRecord): string {
  const key = titleKeys.get(record) ?? matchKey(record.title);
  titleKeys.set(record, key);
  return key;
}

/** A record as JSON. */
export function textOf(record: object): string {
  const text = texts.get(record) ?? JSON.stringify(record);
  texts.set(record, text);
  return text;
}

/** What decides to which paper a record belongs. */
export function identityOf({ source, record }: StoredRecord): IdentityRecord {
  const { sourceKey, ownId, arxivId, doi, openReviewId, papersWithCodeId, authors, publishedOn } = record;
  return {
    key: keyOf(source, sourceKey),
    source,
    ownId,
    arxivId,
    doi,
    openReviewId,
    papersWithCodeId,
    titleKey: titleKeyOf(record),
    authors,
    publishedOn,
  };
}

const COLUMNS = "select source, record, paper from paper_source";

/** Where a record is stored. */
export interface RecordKey {
  readonly source: string;
  readonly sourceKey: string;
}

/** The records under these keys. */
export function readRecords(run: Run, keys: readonly RecordKey[]): Promise<StoredRecord[]> {
  return run(
    `/* readRecords */ ${COLUMNS} where (source, source_key) in (select * from unnest($1::text[], $2::text[]))`,
    columnsOf(keys),
  );
}

/** All records that share an id, a title or a paper with any of these, directly or through others; those given are not among them unless they are stored. */
export async function readConnected(run: Run, records: readonly StoredRecord[]): Promise<Map<string, StoredRecord>> {
  const found = new Map<string, StoredRecord>();
  const asked = { ids: new Set<string>(), papers: new Set<number>() };
  let frontier = records;
  while (frontier.length > 0) {
    const rows = await readSharing(run, frontier, asked);
    frontier = rows.filter(({ source, record }) => !found.has(keyOf(source, record.sourceKey)));
    for (const row of frontier) found.set(keyOf(row.source, row.record.sourceKey), row);
  }
  return found;
}

/** One step: the records that share something with these which was not asked for yet. */
async function readSharing(
  run: Run,
  records: readonly StoredRecord[],
  asked: { ids: Set<string>; papers: Set<number> },
): Promise<StoredRecord[]> {
  const identities = records.map(identityOf);
  const unasked = (name: string, values: (string | null)[]) =>
    [
      ...new Set(values.filter((value): value is string => value !== null && value !== "" && !asked.ids.has(`${name} ${value}`))),
    ].map((value) => {
      asked.ids.add(`${name} ${value}`);
      return value;
    });
  const papers = [...new Set(records.flatMap(({ paper }) => (paper === null || asked.papers.has(paper) ? [] : [paper])))];
  for (const paper of papers) asked.papers.add(paper);
  const values = [
    unasked(
      "arxiv_id",
      identities.map(({ arxivId }) => arxivId),
    ),
    unasked(
      "doi",
      identities.map(({ doi }) => doi),
    ),
    unasked(
      "openreview_id",
      identities.map(({ openReviewId }) => openReviewId),
    ),
    unasked(
      "papers_with_code_id",
      identities.map(({ papersWithCodeId }) => papersWithCodeId),
    ),
    unasked(
      "title_key",
      identities.map(({ titleKey }) => titleKey),
    ),
    papers,
    ...ownIds(
      unasked(
        "own",
        identities.map(({ source, ownId }) => ownId && JSON.stringify([source, ownId])),
      ),
    ),
  ];
  if (values.every(({ length }) => length === 0)) return [];
  return run(
    `/* readSharing */ ${COLUMNS} where arxiv_id = any($1::text[])
     union all ${COLUMNS} where doi = any($2::text[])
     union all ${COLUMNS} where openreview_id = any($3::text[])
     union all ${COLUMNS} where papers_with_code_id = any($4::text[])
     union all ${COLUMNS} where title_key = any($5::text[])
     union all ${COLUMNS} where paper = any($6::bigint[])
     union all ${COLUMNS} where (source, own_id) in (select * from unnest($7::text[], $8::text[]))`,
    values,
  );
}

function ownIds(pairs: readonly string[]): [string[], string[]] {
  const parsed = pairs.map((pair) => JSON.parse(pair) as [string, string]);
  return [parsed.map(([source]) => source), parsed.map(([, ownId]) => ownId)];
}

const STORED = [
  "paper",
  "source",
  "source_key",
  "record",
  "own_id",
  "arxiv_id",
  "doi",
  "openreview_id",
  "papers_with_code_id",
  "title_key",
];

/** Stores records that are under no key yet, with their papers. */
export async function addRecords(run: Transaction, records: readonly StoredRecord[]): Promise<void> {
  await run.copy("paper_source", STORED, records.map(lineOf));
}

/** Stores other records under keys that are known, with their papers. */
export async function replaceRecords(run: Transaction, records: readonly StoredRecord[]): Promise<void> {
  if (records.length === 0) return;
  await run("/* replaceRecords */ create temp table replaced_record (like paper_source including defaults) on commit drop");
  await run.copy("replaced_record", STORED, records.map(lineOf));
  const changes = ["paper", ...STORED.slice(3)].map((column) => `${column} = r.${column}`);
  await run(`/* replaceRecords */ update paper_source s set ${changes.join(", ")}, fetched_at = case when s.record = r.record then s.fetched_at else now() end
    from replaced_record r where s.source = r.source and s.source_key = r.source_key`);
  await run("/* replaceRecords */ drop table replaced_record");
}

/** In the order of STORED. */
const lineOf = ({ source, record, paper }: StoredRecord): string => `${copyLine([paper])}\t${storedLineOf(source, record)}`;

/** What is stored of a record, but for its paper. */
export function storedLineOf(source: string, record: PaperRecord): string {
  const known = storedLines.get(record);
  if (known?.source === source) return known.line;
  const { ownId, arxivId, doi, openReviewId, papersWithCodeId, titleKey } = identityOf({ source, record, paper: null });
  const ids = [ownId, arxivId, doi, openReviewId, papersWithCodeId, titleKey];
  const line = copyLine([source, record.sourceKey, textOf(record), ...ids]);
  storedLines.set(record, { source, line });
  return line;
}

/** Gives stored records to other papers. */
export async function moveRecords(run: Run, records: readonly StoredRecord[]): Promise<void> {
  if (records.length === 0) return;
  await run(
    `/* moveRecords */ update paper_source s set paper = m.paper from unnest($1::text[], $2::text[], $3::bigint[]) as m(source, source_key, paper)
     where s.source = m.source and s.source_key = m.source_key`,
    [records.map(({ source }) => source), records.map(({ record }) => record.sourceKey), records.map(({ paper }) => paper)],
  );
}

/** Forgets records. */
export async function deleteRecords(run: Run, keys: readonly RecordKey[]): Promise<void> {
  if (keys.length === 0) return;
  await run(
    "/* deleteRecords */ delete from paper_source where (source, source_key) in (select * from unnest($1::text[], $2::text[]))",
    columnsOf(keys),
  );
}

const columnsOf = (keys: readonly RecordKey[]) => [keys.map(({ source }) => source), keys.map(({ sourceKey }) => sourceKey)];
