import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";

/** Changes the title of one paper again and again, as an import would, so that each answer that shows it tells how old it is. */
export class Marker {
  /** The newest value that was sent, whether or not it came through. */
  sent = 0;
  private readonly commits: { readonly value: number; readonly at: number }[] = [];
  private isOver = false;
  private running: Promise<void> | null = null;

  /** `slug` names the paper. */
  constructor(
    private readonly databaseUrl: string,
    private readonly slug: string,
  ) {}

  start(everyMs: number): void {
    this.isOver = false;
    this.running = this.write(everyMs);
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await this.running;
  }

  /** The newest value that is known to have been committed before a moment of `performance.now()`. */
  committedBefore(moment: number): number {
    return this.commits.findLast(({ at }) => at < moment)?.value ?? 0;
  }

  private async write(everyMs: number): Promise<void> {
    let client: Client | null = null;
    while (!this.isOver) {
      try {
        client ??= await this.connect();
        const value = ++this.sent;
        await client.query(
          `update paper set title = 'Marker ${value}' where slug = '${this.slug}'; update catalogue_version set version = version + 1`,
        );
        this.commits.push({ value, at: performance.now() });
      } catch {
        client = null; // the server is gone
      }
      await sleep(everyMs);
    }
    await client?.end();
  }

  private async connect(): Promise<Client> {
    const client = new Client({ connectionString: this.databaseUrl });
    client.on("error", () => {});
    await client.connect();
    return client;
  }
}

/** What became of one request. */
export interface Outcome {
  /** Moments of `performance.now()`. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** Of a whole answer; null when there was none. */
  readonly status: number | null;
  /** Why there was no whole answer. */
  readonly fault: string | null;
  readonly retryAfter: string | undefined;
  /** Of the answer's errors. */
  readonly codes: readonly string[];
  /** The marker's value in it; null when it has errors. */
  readonly marker: number | null;
  /** Whether it is right, apart from its age. */
  readonly isRight: boolean;
}

/** Of the papers that the load asks for. */
export interface Expected {
  /** The slug of the marked paper. */
  readonly marked: string;
  readonly topic: string;
  /** How many papers the topic has. */
  readonly count: number;
}

const CLIENTS = 16;

/** Between two requests of one client, in milliseconds: some two hundred requests a second in all. */
const PAUSE = 70;

/** Clients that send requests over connections that they keep, until it is stopped. A client that is refused a connection turns to the next service. */
export class Load {
  readonly outcomes: Outcome[] = [];
  private readonly agent = new Agent({ keepAlive: true });
  private readonly clients: Promise<void>[];
  private isOver = false;
  private turn = 0;

  constructor(
    private readonly urls: readonly string[],
    private readonly expected: Expected,
  ) {
    this.clients = Array.from({ length: CLIENTS }, (_, client) => this.run(client));
  }

  /** Ends it when all requests are answered. */
  async stop(): Promise<readonly Outcome[]> {
    this.isOver = true;
    await Promise.all(this.clients);
    this.agent.destroy();
    return this.outcomes;
  }

  private async run(client: number): Promise<void> {
    let service = client;
    await sleep((PAUSE * client) / CLIENTS);
    while (!this.isOver) {
      const outcome = await this.ask(`${this.urls[service % this.urls.length]}graphql`, client % 4 > 1); // of either kind with every service
      if (outcome.fault === "ECONNREFUSED") service++;
      else this.outcomes.push(outcome);
      await sleep(PAUSE);
    }
  }

  /** A question that is always the same, or one unlike all before. */
  private ask(url: string, isNew: boolean): Promise<Outcome> {
    const { marked, topic } = this.expected;
    const marker = `paper(by: { slug: "${marked}" }) { title }`;
    const page = `papers(filter: { topics: { anyOf: ["${topic}"] } }, first: 20) { totalCount nodes { title topics { slug } } }`;
    const query = isNew ? `query Q${this.turn++} { ${marker} ${page} }` : `{ ${marker} ${page} }`;
    const body = JSON.stringify({ query });
    const startedAt = performance.now();
    return new Promise((resolve) => {
      const failed = (fault: string) =>
        resolve({
          ...{ startedAt, endedAt: performance.now(), status: null, fault, retryAfter: undefined },
          ...{ codes: [], marker: null, isRight: false },
        });
      const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
      request(url, { method: "POST", agent: this.agent, headers }, async (response) => {
        let text = "";
        try {
          for await (const chunk of response.setEncoding("utf8")) text += chunk;
        } catch (error) {
          return failed((error as Error).message);
        }
        resolve({
          ...{ startedAt, endedAt: performance.now(), status: response.statusCode!, fault: null },
          ...{ retryAfter: response.headers["retry-after"], ...this.read(text) },
        });
      })
        .on("error", (error: NodeJS.ErrnoException) => failed(error.code ?? error.message))
        .end(body);
    });
  }

  private read(text: string): Pick<Outcome, "codes" | "marker" | "isRight"> {
    const { data, errors } = JSON.parse(text);
    if (errors) return { codes: errors.map(({ extensions }: any) => extensions.code), marker: null, isRight: true }; // whatever part it has beside them
    const { totalCount, nodes } = data.papers;
    const isRight =
      totalCount === this.expected.count && nodes.length === 20 && nodes.every(({ topics }: any) => topics.length > 0);
    return { codes: [], marker: Number(/^Marker (\d+)$/.exec(data.paper.title)?.[1]), isRight };
  }
}
