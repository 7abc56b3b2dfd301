import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectDir } from "../src/project-dir";
import { largeTopics } from "./generated-database";
import { type Load, load, median } from "./load";
import { type Server, startOwn, startServer } from "./processes";
import { randomNumbers } from "./random";

/** How long servers take turns. */
export interface Rounds {
  readonly rounds: number;
  /** Of one turn. */
  readonly seconds: number;
}

/** What one server reached: medians over rounds. */
export interface Served extends Load {
  readonly server: string;
  /** Papergraph's requests a second, by this server's. */
  readonly timesFaster: number;
  /** This server's processor time for a request, by Papergraph's. */
  readonly timesCheaper: number;
}

const PEERS = join(projectDir, "bench/peers");
const TOPICS = 200;

/** Requests after which a server's code is compiled as well as it will be. */
const WARM_UP = 4_000;

const query = `query Page($topics: [String!]) {
  papers(filter: { topics: { anyOf: $topics } }, orderBy: NEWEST, first: 20) {
    edges { cursor node { title abstract topics { name } repositories { url nameWithOwner starCount } } }
    pageInfo { hasNextPage }
  }
}`;

const postgraphileQuery = `query Page($slug: String!) {
  topicBySlug(slug: $slug) { papers(first: 20) {
    edges { cursor node { title abstract topics: topicsList { name } repositories: repositoriesList { url owner name starCount } } }
    pageInfo { hasNextPage }
  } }
}`;

/** The body of a page of one topic; `number` makes it unlike all others. */
const body = (topic: string, number?: number) => JSON.stringify({ query, variables: { topics: [topic], number } });
const postgraphileBody = (topic: string, number?: number) =>
  JSON.stringify({ query: postgraphileQuery, variables: { slug: topic, number } });

interface Contender {
  readonly server: Server;
  readonly bodyOf: typeof body;
}

/**
 * How fast one page is served, side by side with its peers on the same database: 20 papers of a topic, newest first, with title, abstract, topics and repositories.
 * Cold: each request is for a random topic, and unlike all others. Hot: the same request again. Servers take turns; the first of each list is Papergraph.
 * PostGraphile is left out where there is no Node that runs it.
 */
export async function measureServing(databaseUrl: string, rounds: Rounds): Promise<{ cold: Served[]; hot: Served[] }> {
  if (!existsSync(join(PEERS, "node_modules"))) execFileSync("npm", ["ci", "--prefix", PEERS], { stdio: "inherit" });
  const folder = mkdtempSync(join(tmpdir(), "papergraph-bench-"));
  const answerFile = join(folder, "answer.json");
  const topics = await largeTopics(databaseUrl, TOPICS);
  const servers: Server[] = [];
  const started = async (starting: Promise<Server>) => {
    const server = await starting;
    servers.push(server);
    return server;
  };
  const peer = async (name: string, file: string, suffix = "", node = process.execPath) =>
    started(startServer(name, [node, join(PEERS, file)], { DATABASE_URL: databaseUrl, ANSWER_FILE: answerFile }, suffix));
  try {
    const own: Contender = { server: await started(startOwn({ DATABASE_URL: databaseUrl })), bodyOf: body };
    writeFileSync(answerFile, await ask(own.server, body(topics[0]!)));
    const bytes: Contender = { server: await peer("`node:http`, bytes", "bare.mjs", "/bytes"), bodyOf: body };
    const rivals: Contender[] = [
      { server: await peer("Mercurius with JIT", "mercurius.mjs"), bodyOf: body },
      { server: await peer("`node:http`, one statement", "bare.mjs", "/one"), bodyOf: body },
      { server: await peer("`node:http`, three statements", "bare.mjs", "/three"), bodyOf: body },
    ];
    const newerNode = join(PEERS, "node_modules/node/bin/node");
    const postgraphile: Contender[] = existsSync(newerNode)
      ? [{ server: await peer("PostGraphile 5", "postgraphile.mjs", "", newerNode), bodyOf: postgraphileBody }]
      : [];
    const expected = await ask(own.server, body(topics[1]!));
    for (const { server, bodyOf } of [...rivals, ...postgraphile])
      check(server.name, await ask(server, bodyOf(topics[1]!)), expected);
    const random = randomNumbers(11);
    let number = 0;
    const anyPage =
      ({ bodyOf }: Contender) =>
      () =>
        bodyOf(topics[Math.floor(random() * topics.length)]!, ++number);
    const onePage =
      ({ bodyOf }: Contender) =>
      () =>
        bodyOf(topics[0]!);
    return {
      cold: await compare([own, ...rivals, ...postgraphile], anyPage, rounds),
      hot: await compare([own, bytes, ...postgraphile], onePage, rounds),
    };
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ask({ url, name }: Server, body: string): Promise<string> {
  const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  const text = await response.text();
  if (!response.ok || text.includes('"errors"')) throw new Error(`${name} answers ${response.status}: ${text.slice(0, 500)}`);
  return text;
}

/** Whether a server shows the same papers, with as many topics and repositories. */
function check(name: string, answer: string, expected: string): void {
  const shown = (text: string) => {
    const { data } = JSON.parse(text);
    const { edges } = data.papers ?? data.topicBySlug.papers;
    return JSON.stringify(
      edges.map(({ node }: { node: Record<string, unknown[]> }) => [node.title, node.topics!.length, node.repositories!.length]),
    );
  };
  if (shown(answer) !== shown(expected)) throw new Error(`${name} answers otherwise:\n${shown(answer)}\n${shown(expected)}`);
}

/** Lets servers take turns. */
async function compare(
  contenders: readonly Contender[],
  bodies: (contender: Contender) => () => string,
  { rounds: count, seconds }: Rounds,
): Promise<Served[]> {
  for (const contender of contenders) await load(contender.server, bodies(contender), { amount: WARM_UP });
  const rounds: Load[][] = [];
  for (let round = 0; round < count; round++) {
    const loads: Load[] = [];
    for (const contender of contenders) loads.push(await load(contender.server, bodies(contender), { duration: seconds }));
    rounds.push(loads);
  }
  const over = (of: (loads: readonly Load[]) => number) => median(rounds.map(of));
  return contenders.map(({ server }, index) => {
    const own = (of: (load: Load) => number) => over((loads) => of(loads[index]!));
    return {
      server: server.name,
      requestsPerSecond: own(({ requestsPerSecond }) => requestsPerSecond),
      p50: own(({ p50 }) => p50),
      p99: own(({ p99 }) => p99),
      cpuMicros: own(({ cpuMicros }) => cpuMicros),
      timesFaster: over((loads) => loads[0]!.requestsPerSecond / loads[index]!.requestsPerSecond),
      timesCheaper: over((loads) => loads[index]!.cpuMicros / loads[0]!.cpuMicros),
    };
  });
}
