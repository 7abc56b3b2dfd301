import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { createApp } from "../src/app";
import { loadConfig } from "../src/config";
import { migrate } from "../src/database/migrate";
import { type OpenDatabase, openDatabase } from "../src/database/open";
import { transaction } from "../src/database/sql";
import { exclusively } from "../src/harvest/harvest";
import { loadSample } from "../src/importers/sample";
import { storeVocabulary } from "../src/importers/store-vocabulary";
import { projectDir } from "../src/project-dir";
import { findPgBouncer, type Program, startPgBouncer } from "./pgbouncer-server";
import { run } from "./service-process";

const found = findPgBouncer();
const program = found as Program;
const title = found
  ? `behind PgBouncer ${found.version} in transaction mode`
  : "behind PgBouncer (left out: there is none here; `apt-get install pgbouncer`, or set PGBOUNCER to a program)";

const modes: [string, boolean, string[]][] = [["with unnamed statements", false, []]];
if (found?.knowsNames) modes.push(["with named statements", true, ["max_prepared_statements = 50"]]);

const examples = readdirSync(join(projectDir, "examples")).filter((name) => name.endsWith(".graphql"));

(found ? describe : describe.skip)(title, () => {
  describe.each(modes)("%s", (_mode, preparedStatements, settings) => {
    const open: (() => Promise<unknown>)[] = [];
    let directUrl: string;
    let env: Record<string, string>;
    let database: OpenDatabase;
    let direct: OpenDatabase;
    let observer: Client;
    let url: string;

    beforeAll(async () => {
      const server = new URL(process.env.TEST_SERVER_URL!);
      const admin = new Client({ connectionString: server.href });
      await admin.connect();
      const name = `test_${randomUUID().replaceAll("-", "")}`;
      await admin.query(`create database ${name}`);
      open.push(() => admin.query(`drop database ${name} with (force)`).then(() => admin.end()));
      server.pathname = `/${name}`;
      directUrl = server.href;
      const bouncer = await startPgBouncer(program, directUrl, settings);
      open.push(bouncer.stop);
      env = {
        LOG_LEVEL: "silent",
        RESPONSE_CACHE_MB: "0",
        STATEMENT_TIMEOUT_MS: "700",
        DATABASE_URL: bouncer.url,
        DATABASE_DIRECT_URL: directUrl,
        DATABASE_PREPARED_STATEMENTS: String(preparedStatements),
      };
      observer = new Client({ connectionString: directUrl });
      await observer.connect();
      open.push(() => observer.end());
      database = await openDatabase(loadConfig(env));
      open.push(database.close);
    });
    afterAll(async () => {
      for (const close of open.reverse()) await close();
    });

    const listen = async (db: OpenDatabase["db"], env: Record<string, string>) => {
      const app = await createApp(db, loadConfig(env));
      open.push(() => app.close());
      return app.listen({ port: 0, host: "127.0.0.1" });
    };
    const ask = async (url: string, query: string, signal?: AbortSignal) => {
      const headers = { "content-type": "application/json" };
      const answer = await fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }), signal });
      return (await answer.json()) as any;
    };
    const working = async () => {
      const text =
        "select from pg_stat_activity where datname = current_database() and state = 'active' and pid <> pg_backend_pid()";
      return (await observer.query(text)).rows.length;
    };
    const until = async (count: number) => {
      while ((await working()) !== count) await sleep(10);
    };

    test("two migrate an empty database at once, and one imports into it", async () => {
      const other = await openDatabase(loadConfig(env));
      const ran = await Promise.all([migrate(database.db), migrate(other.db)]);
      await other.close();
      expect(ran.map(({ length }) => length > 0).sort()).toEqual([false, true]);
      await storeVocabulary(database.db);
      expect(await loadSample(database.db)).toBe(95);
    });

    test("many clients get the same answers as without it, over two connections of the server", async () => {
      url = await listen(database.db, env);
      direct = await openDatabase(loadConfig({ ...env, DATABASE_URL: directUrl, DATABASE_DIRECT_URL: "" }));
      open.push(direct.close);
      const directly = await listen(direct.db, env);
      await Promise.all(
        examples.map(async (name) => {
          const query = readFileSync(join(projectDir, "examples", name), "utf8");
          const expected = await ask(directly, query);
          expect(expected.errors).toBeUndefined();
          const answers = await Promise.all(Array.from({ length: 10 }, () => ask(url, query)));
          for (const answer of answers) expect(answer).toEqual(expected);
        }),
      );
    });

    test("a statement that runs too long is cancelled on the server, and so is one whose client goes away", async () => {
      await transaction(direct.db, async (run) => {
        await run("/* inTheWay */ lock table paper");
        const { errors } = await ask(url, "{ papers { nodes { title } } }");
        expect(errors).toMatchObject([{ extensions: { code: "TIMEOUT" } }]);
        await until(0);
        const client = new AbortController();
        const answer = ask(url, "{ papers { nodes { title } } }", client.signal);
        await until(1);
        client.abort();
        await expect(answer).rejects.toThrow("aborted");
        await until(0);
      });
      expect((await ask(url, "{ papers { totalCount } }")).data.papers.totalCount).toBe(95);
    });

    test("what a transaction sets stays in it, and harvests exclude each other", async () => {
      await transaction(database.db, (run) => run("/* inside */ set local statement_timeout = 60000"));
      const settings = await Promise.all(
        Array.from({ length: 4 }, () =>
          transaction(database.db, (run) => run<{ statement_timeout: string }>("/* after */ show statement_timeout")),
        ),
      );
      expect(new Set(settings.map(([row]) => row!.statement_timeout))).toEqual(new Set(["0"]));
      await exclusively(database.db, "arxiv", async () => {
        await expect(exclusively(database.db, "arxiv", async () => {})).rejects.toThrow("Another harvest of arxiv is running.");
      });
      await exclusively(database.db, "arxiv", async () => {});
    });
  });

  test.each([
    ["that refuses what it does not know", []],
    ["that ignores it", ["ignore_startup_parameters = statement_timeout"]],
  ])("the service does not start behind one %s when it is not told which server stands behind", async (_which, settings) => {
    const bouncer = await startPgBouncer(program, process.env.TEST_SERVER_URL!, settings);
    try {
      const { code, stderr } = await run("main.js", [], { DATABASE_URL: bouncer.url });
      expect(stderr).toMatch(/^Papergraph cannot start\. DATABASE_URL leads to a pooler .* set DATABASE_DIRECT_URL .*\n$/);
      expect(code).toBe(1);
    } finally {
      await bouncer.stop();
    }
  });
});
