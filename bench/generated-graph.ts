import type { DataSource } from "typeorm";
import { copyLine } from "../src/database/copy";
import { migrate } from "../src/database/migrate";
import { type Transaction, transaction } from "../src/database/sql";
import { deriveIndexes } from "../src/importers/derive-indexes";
import { storeVocabulary } from "../src/importers/store-vocabulary";
import { refreshTermStatistics } from "../src/importers/term-statistics";
import { textOf, words } from "./generated-text";
import { randomNumbers, zipf } from "./random";

/** Papers of one transaction. */
const CHUNK = 20_000;

/** Indexes of words, and on what. */
const WORD_INDEXES = {
  paper_search_vector: "paper_search using gin (vector)",
  paper_title_search_vector: "paper_title_search using gin (vector)",
};

/** Papers to each day's list; one in thirty is on one. */
const PAPERS_PER_DAY = 600;

/** Of the newest list. */
const LAST_DAY = Date.UTC(2025, 9, 1);
const DAY_MS = 86_400_000;

interface Pools {
  readonly papers: number;
  readonly categories: readonly number[];
  readonly topics: readonly number[];
  readonly authors: number;
  readonly repositories: number;
}

/**
 * Fills an empty database with so many papers, the same each time: few topics, authors and repositories hold most of them, one in eight has code, one in thirty was on a day's list, which has some twenty.
 * Rows go into their tables at once; what is derived is derived as an import does it. There are no source records: it is a graph to read.
 */
export async function generateGraph(
  db: DataSource,
  papers: number,
  onProgress: (papers: number) => void = () => {},
): Promise<void> {
  await migrate(db);
  await storeVocabulary(db);
  for (const index of Object.keys(WORD_INDEXES)) await db.query(`drop index if exists ${index}`); // made at the end: far quicker
  const pools = await transaction(db, (run) => writePools(run, papers));
  for (let first = 1; first <= papers; first += CHUNK) {
    const last = Math.min(papers, first + CHUNK - 1);
    await transaction(db, (run) => writePapers(run, pools, first, last));
    const chunk = (first - 1) / CHUNK;
    if ((chunk & (chunk - 1)) === 0) await db.query("analyze"); // whenever the tables have doubled
    onProgress(last);
  }
  await transaction(db, finish);
  await transaction(db, async (run) => {
    await run("set local statement_timeout = 0");
    await run("set local maintenance_work_mem = '512MB'");
    for (const [index, on] of Object.entries(WORD_INDEXES)) await run(`create index ${index} on ${on}`);
  });
  await db.query("vacuum analyze");
  await refreshTermStatistics(db);
}

async function writePools(run: Transaction, papers: number): Promise<Pools> {
  await unchecked(run);
  const rows = await run<{ topic: number; kind: string }>("select row_id as topic, kind from topic order by slug");
  const ofKind = (...kinds: string[]) => rows.filter(({ kind }) => kinds.includes(kind)).map(({ topic }) => topic);
  const pools = {
    papers,
    categories: ofKind("CATEGORY"),
    topics: ofKind("TASK", "METHOD"),
    authors: Math.min(1_000_000, Math.ceil(papers / 3)),
    repositories: Math.ceil(papers / 12),
  };
  const authors = Array.from({ length: pools.authors }, (_, index) => {
    const name = nameOf(index);
    return [index + 1, name.replaceAll(" ", "-"), name, name];
  });
  await run.copy("author", ["row_id", "slug", "name", "name_key"], authors.map(copyLine));
  const random = randomNumbers(11);
  const repositories = Array.from({ length: pools.repositories }, (_, index) => {
    const [owner, name] = [words[zipf(random, 20_000)]!, `${words[index % 30_011]}-${index}`];
    const stars = Math.floor(200_000 / (1 + zipf(random, 200_000) * 4));
    const language = random() < 0.7 ? "Python" : ["C++", "Jupyter Notebook", "Rust", "Julia"][zipf(random, 4)]!;
    return [
      index + 1,
      `https://github.com/${owner}/${name}`,
      "github.com",
      owner,
      name,
      stars,
      language,
      random() < 0.5 ? "MIT" : null,
    ];
  });
  await run.copy(
    "repository",
    ["row_id", "url", "host", "owner", "name", "star_count", "language", "license"],
    repositories.map(copyLine),
  );
  return pools;
}

const isoDay = (time: number): string => new Date(time).toISOString().slice(0, 10);

const nameOf = (author: number): string => `${words[author % 997]} ${words[author % 39_989]} ${author}`;

async function writePapers(run: Transaction, pools: Pools, first: number, last: number): Promise<void> {
  await unchecked(run);
  const random = randomNumbers(first);
  const rows: Record<"paper" | "topic_link" | "authorship" | "repository_link" | "daily_entry", unknown[][]> = {
    paper: [],
    topic_link: [],
    authorship: [],
    repository_link: [],
    daily_entry: [],
  };
  const several = (most: number, pool: number) =>
    new Set(Array.from({ length: 1 + Math.floor(random() * most) }, () => zipf(random, pool)));
  for (let paper = first; paper <= last; paper++) {
    const title = textOf(random, 6 + Math.floor(random() * 8));
    const day = isoDay(Date.UTC(2008, 0, 1 + Math.floor(Math.sqrt(random()) * 6_500)));
    const categories = [...several(3, pools.categories.length)].map((index) => pools.categories[index]!);
    const authors = [...several(6, pools.authors)];
    const listedOn = LAST_DAY - Math.floor((pools.papers - paper) / PAPERS_PER_DAY) * DAY_MS;
    const featuredOn = random() < 1 / 30 ? isoDay(listedOn) : null;
    for (const topic of categories) rows.topic_link.push([paper, topic, "arxiv", "STATED_BY_SOURCE", 1]);
    for (const index of several(5, pools.topics.length))
      rows.topic_link.push([
        paper,
        pools.topics[index],
        "papergraph",
        "INFERRED_FROM_TEXT",
        0.4 + Math.floor(random() * 60) / 100,
      ]);
    for (const [index, author] of authors.entries()) rows.authorship.push([paper, index + 1, nameOf(author), author + 1]);
    if (random() < 0.12)
      for (const repository of several(2, pools.repositories))
        rows.repository_link.push([paper, repository + 1, random() < 0.5, null]);
    if (featuredOn) rows.daily_entry.push([featuredOn, paper, 1, paper % 1_000]);
    const id = `${String(paper).padStart(8, "0")}`;
    rows.paper.push([
      ...[
        paper,
        `${title.replaceAll(" ", "-").slice(0, 60)}-${paper}`,
        title,
        title,
        textOf(random, 110 + Math.floor(random() * 90)),
      ],
      ...[`gen/${id}`, day, featuredOn, `https://arxiv.org/abs/gen/${id}`, authors.length, categories[0]],
    ]);
  }
  await run.copy(
    "paper",
    [
      ...["row_id", "slug", "title", "title_key", "abstract", "arxiv_id", "published_on", "featured_on", "landing_url"],
      ...["author_count", "primary_category_id"],
    ],
    rows.paper.map(copyLine),
  );
  await run.copy("topic_link", ["paper", "topic", "source", "kind", "confidence"], rows.topic_link.map(copyLine));
  await run.copy("authorship", ["paper", "position", "name", "author"], rows.authorship.map(copyLine));
  await run.copy("repository_link", ["paper", "repository", "is_official", "framework"], rows.repository_link.map(copyLine));
  await run.copy("daily_entry", ["day", "paper", "position", "list_position"], rows.daily_entry.map(copyLine));
  await run(`create temp table chunk_paper on commit drop as select generate_series(${first}::bigint, ${last}::bigint) as paper`);
  await run("analyze chunk_paper");
  await deriveIndexes(run, "chunk_paper");
}

/** What counts and evidence say, once all rows are there. */
async function finish(run: Transaction): Promise<void> {
  await unchecked(run);
  await run(
    "insert into link_evidence (link, kind, source, confidence) select row_id, 'MENTIONED_IN_PAPER', 'arxiv', 0.7 from repository_link",
  );
  await run(
    "update repository r set paper_count = l.papers from (select repository, count(*) as papers from repository_link group by 1) l where l.repository = r.row_id",
  );
  await run(`update paper p set star_count = best.stars
    from (select l.paper, max(r.star_count) as stars from repository_link l join repository r on r.row_id = l.repository group by 1) best where best.paper = p.row_id`);
  await run(`update daily_entry e set position = placed.position
    from (select day, paper, row_number() over (partition by day order by list_position, paper) as position from daily_entry) placed
    where e.day = placed.day and e.paper = placed.paper`);
  for (const table of ["paper", "author", "repository"])
    await run(`select setval(pg_get_serial_sequence('${table}', 'row_id'), (select max(row_id) from ${table}))`);
  await run("update catalogue_version set version = version + 1");
}

/** The rows are right: no foreign key is checked. */
async function unchecked(run: Transaction): Promise<void> {
  await run("set local statement_timeout = 0");
  await run("set local session_replication_role = replica");
}
