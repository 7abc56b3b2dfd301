import type { Group, Growth } from "./growth";
import type { Hits } from "./hits";
import type { Served } from "./serve";
import type { Start } from "./start";

/** All that was measured in one run; null what was left out. */
export interface Results {
  readonly machine: string;
  readonly day: string;
  /** Papers of the databases. */
  readonly sizes: readonly number[];
  readonly start: Start | null;
  readonly serving: {
    readonly papers: number;
    readonly rounds: number;
    readonly seconds: number;
    readonly cold: readonly Served[];
    readonly hot: readonly Served[];
  } | null;
  readonly hits: { readonly seconds: number; readonly quiet: Hits; readonly changing: Hits } | null;
  readonly growth: Readonly<Partial<Record<Group, readonly Growth[]>>> | null;
}

/** Ratios that are promised, by the server that they are to. */
const PROMISED: Readonly<Record<"cold" | "hot", Readonly<Record<string, number>>>> = {
  cold: { "Mercurius with JIT": 1.1, "PostGraphile 5": 2 },
  hot: { "`node:http`, bytes": 0.55, "PostGraphile 5": 30 },
};

/** How many times the p95 of a page may grow from the smallest database to the largest. */
const GROWTH_MAX = 1.5;

const TITLES: Readonly<Record<Group, string>> = {
  pages: "Pages of the examples",
  filters: "Pages of filters that people send",
  counts: "Counts of filters",
  facets: "Facets of filters",
};

/** Milliseconds in which counts and facets shall answer, also in the largest database. */
const COUNT_MAX = 300;

const number = (value: number) => value.toLocaleString("en");

/** Everything as a page of Markdown, with what did not hold as plainly as what did. */
export function describeResults({ machine, day, sizes, start, serving, hits, growth }: Results): string {
  const parts = [
    "# Measured",
    `By \`npm run bench\` on ${day}: ${machine}, shared by the service, its PostgreSQL and the load. Ratios are what counts; differences of a tenth are none.`,
  ];
  if (serving) {
    parts.push(
      `## One page, beside its peers`,
      `20 papers of a topic, newest first, each with title, abstract, topics and repositories, out of ${number(serving.papers)} papers, over 20 connections. Servers take turns of ${serving.seconds} s, ${serving.rounds} times; medians. Papergraph validates, prices, limits, logs and counts every request; the others do none of that.`,
      `### Cold: every request unlike all others`,
      servedTable(serving.cold, PROMISED.cold),
      `### Hot: the same request again`,
      servedTable(serving.hot, PROMISED.hot),
    );
  }
  if (hits)
    parts.push(
      "## Stored answers",
      `Pages of 500 topics, few of them most of the time, over 20 connections, for ${hits.seconds} s each. A change of public data, such as an upvote, forgets all stored answers.`,
      table(
        ["what", "answers from the store", "requests/s", "p50 ms", "p99 ms"],
        [hitsRow("no change", hits.quiet), hitsRow("a change each second", hits.changing)],
      ),
    );
  if (start)
    parts.push(
      "## Starting",
      table(
        ["what", "seen", "to reach"],
        [
          [
            "ready, over a database that runs",
            `${start.readyMs.toFixed(0)} ms`,
            verdict(1_000, (most) => start.readyMs < most, " ms"),
          ],
          [
            "ready again, with its own PostgreSQL",
            `${start.readyWithOwnMs.toFixed(0)} ms`,
            verdict(2_000, (most) => start.readyWithOwnMs < most, " ms"),
          ],
          ["memory while idle", `${start.idleMemory.toFixed(0)} MB`, verdict(150, (most) => start.idleMemory < most, " MB")],
        ],
      ),
    );
  if (growth) {
    const columns = sizes.map((size) => `${number(size)} papers`);
    parts.push(
      `## As the graph grows`,
      "Milliseconds of one request at a time, each unlike all others, the databases in turn: p50, p95. Pages are as many papers as the examples ask for, or 20; they start anywhere from the first to the thousandth.",
    );
    for (const [group, rows] of Object.entries(growth)) {
      const isCount = group === "counts" || group === "facets";
      parts.push(`### ${TITLES[group as Group]}`, growthTable(rows, columns, isCount));
    }
  }
  return `${parts.join("\n\n")}\n`;
}

function hitsRow(what: string, { hitRate, requestsPerSecond, p50, p99 }: Hits): readonly string[] {
  return [what, `${(hitRate * 100).toFixed(1)} %`, requestsPerSecond.toFixed(0), p50.toFixed(1), p99.toFixed(1)];
}

function servedTable(rows: readonly Served[], promised: Readonly<Record<string, number>>): string {
  return table(
    ["server", "requests/s", "p50 ms", "p99 ms", "its CPU, us a request", "Papergraph is x as fast", "x as thrifty", "to reach"],
    rows.map((row) => [
      row.server,
      row.requestsPerSecond.toFixed(0),
      row.p50.toFixed(1),
      row.p99.toFixed(1),
      row.cpuMicros.toFixed(0),
      row.timesFaster.toFixed(2),
      row.timesCheaper.toFixed(2),
      verdict(promised[row.server], (least) => row.timesFaster >= least),
    ]),
  );
}

function growthTable(rows: readonly Growth[], sizes: readonly string[], isCount: boolean): string {
  return table(
    ["what", ...sizes, "p95 grows x", "to reach"],
    rows.map(({ name, times }) => {
      const [first, last] = [times[0]!.p95, times.at(-1)!.p95];
      return [
        name,
        ...times.map(({ p50, p95 }) => `${p50.toFixed(1)}, ${p95.toFixed(1)}`),
        (last / first).toFixed(2),
        isCount ? verdict(COUNT_MAX, (most) => last <= most, " ms") : verdict(GROWTH_MAX, (most) => last / first <= most),
      ];
    }),
  );
}

function verdict(limit: number | undefined, isReached: (limit: number) => boolean, unit = ""): string {
  return limit === undefined ? "" : `${limit}${unit}: ${isReached(limit) ? "yes" : "**no**"}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map((_, index) => (index === 0 ? "---" : "---:")), ...rows]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");
}
