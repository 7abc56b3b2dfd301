import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startThrowAway } from "../src/database/embedded";
import { projectDir } from "../src/project-dir";
import { fillDatabase, largeTopics } from "./generated-database";
import { type Load, load, median } from "./load";
import { type Server, startServer } from "./processes";
import { randomNumbers } from "./random";

/**
 * How fast one page is served, side by side with its peers on the same database: 20 papers of a topic, newest first, with title, abstract, topics and repositories.
 * Cold: each request is for a random topic, and unlike all others. Hot: the same request again. Servers take turns; ratios are medians over rounds.
 *
 *   npm run bench:serve -- 30000 --rounds 5 --seconds 3
 */
const { positionals, values: options } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "3" },
    /** A database that is kept, and filled where it holds less. */
    database: { type: "string" },
    /** Only servers whose names hold this. */
    only: { type: "string" },
  },
});

const PEERS = join(projectDir, "bench/peers");
const TOPICS = 200;

/** Points that a client may spend a minute: they are counted, and never all spent. */
const UNREACHED = "1000000000000";

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

async function measure(papers: number): Promise<void> {
  if (!existsSync(join(PEERS, "node_modules"))) execFileSync("npm", ["ci", "--prefix", PEERS], { stdio: "inherit" });
  const folder = mkdtempSync(join(tmpdir(), "papergraph-bench-"));
  const database = options.database ? { url: options.database, close: async () => {} } : await startThrowAway(folder);
  const servers: Server[] = [];
  try {
    await fillDatabase(database.url, papers);
    const topics = await largeTopics(database.url, TOPICS);
    const start = async (name: string, command: string[], env: NodeJS.ProcessEnv = {}, suffix = "") => {
      const server = await startServer(name, command, { DATABASE_URL: database.url, ...env }, suffix);
      servers.push(server);
      return server;
    };
    const own = await start(
      "Papergraph",
      [process.execPath, "--max-semi-space-size=32", "--enable-source-maps", "dist/measured/src/main.js"],
      { PORT: "0", LOG_LEVEL: "info", RATE_LIMIT: UNREACHED },
      "/graphql",
    );
    const answer = await ask(own, body(topics[0]!));
    const answerFile = join(folder, "answer.json");
    writeFileSync(answerFile, answer);
    const peer = (name: string, file: string, suffix = "", node = process.execPath) =>
      start(name, [node, join(PEERS, file)], { ANSWER_FILE: answerFile }, suffix);
    const newerNode = join(PEERS, "node_modules/node/bin/node");
    const bytes: Contender = { server: await peer("node:http, bytes", "bare.mjs", "/bytes"), bodyOf: body };
    const ours: Contender = { server: own, bodyOf: body };
    const cold: Contender[] = [
      ours,
      { server: await peer("Mercurius with JIT", "mercurius.mjs"), bodyOf: body },
      { server: await peer("node:http, one statement", "bare.mjs", "/one"), bodyOf: body },
      { server: await peer("node:http, three statements", "bare.mjs", "/three"), bodyOf: body },
    ];
    const hot: Contender[] = [ours, bytes];
    if (existsSync(newerNode)) {
      const postgraphile: Contender = {
        server: await peer("PostGraphile 5", "postgraphile.mjs", "", newerNode),
        bodyOf: postgraphileBody,
      };
      cold.push(postgraphile);
      hot.push(postgraphile);
    } else console.error("PostGraphile 5 needs Node 22: left out");
    const isAsked = ({ server: { name } }: Contender) => name === "Papergraph" || name.includes(options.only ?? "");
    for (const { server, bodyOf } of [...cold, bytes])
      check(server.name, await ask(server, bodyOf(topics[1]!)), await ask(own, body(topics[1]!)));
    const random = randomNumbers(11);
    let number = 0;
    const anyPage =
      ({ bodyOf }: Contender) =>
      () =>
        bodyOf(topics[Math.floor(random() * topics.length)]!, ++number);
    await report("Cold", cold.filter(isAsked), anyPage);
    await report(
      "Hot",
      hot.filter(isAsked),
      ({ bodyOf }) =>
        () =>
          bodyOf(topics[0]!),
    );
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await database.close();
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
  if (name !== "node:http, bytes" && shown(answer) !== shown(expected))
    throw new Error(`${name} answers otherwise:\n${shown(answer)}\n${shown(expected)}`);
}

/** Lets servers take turns, and prints what each reached and its ratio to the first: medians over rounds. */
async function report(
  title: string,
  contenders: readonly Contender[],
  bodies: (contender: Contender) => () => string,
): Promise<void> {
  const seconds = Number(options.seconds);
  for (const contender of contenders) await load(contender.server, bodies(contender), { amount: WARM_UP });
  const rounds: Load[][] = [];
  for (let round = 0; round < Number(options.rounds); round++) {
    const loads: Load[] = [];
    for (const contender of contenders) loads.push(await load(contender.server, bodies(contender), { duration: seconds }));
    rounds.push(loads);
  }
  const over = (of: (loads: readonly Load[]) => number) => median(rounds.map(of));
  console.log(
    `\n${title}, ${rounds.length} rounds of ${seconds} s\n\n| server | requests/s | p50 ms | p99 ms | its CPU, us a request | Papergraph is x in requests/s | x in CPU |`,
  );
  console.log("| --- | --- | --- | --- | --- | --- | --- |");
  for (const [index, { server }] of contenders.entries()) {
    const own = (of: (load: Load) => number) => over((loads) => of(loads[index]!));
    const ratio = over((loads) => loads[0]!.requestsPerSecond / loads[index]!.requestsPerSecond);
    const cpu = over((loads) => loads[index]!.cpuMicros / loads[0]!.cpuMicros);
    const columns = [
      own(({ requestsPerSecond }) => requestsPerSecond).toFixed(0),
      own(({ p50 }) => p50).toFixed(1),
      own(({ p99 }) => p99).toFixed(1),
      own(({ cpuMicros }) => cpuMicros).toFixed(0),
    ];
    console.log(`| ${[server.name, ...columns, ratio.toFixed(2), cpu.toFixed(2)].join(" | ")} |`);
  }
}

measure(Number(positionals[0] ?? 30_000));
