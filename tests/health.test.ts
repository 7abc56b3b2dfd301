import { transaction } from "../src/database/sql";
import { sendRaw } from "./raw-request";
import { useTestApp } from "./test-app";

const app = useTestApp({ READY_TIMEOUT_MS: "300" });

const ask = async (path: string) => {
  const { status, text } = await sendRaw(app.url + path);
  return [status, JSON.parse(text).status];
};

test("the process is alive, and ready when the database answers and is migrated", async () => {
  expect(await ask("/health")).toEqual([200, "alive"]);
  expect(await ask("/ready")).toEqual([200, "ready"]);
});

test("it is not ready while a migration is missing", async () => {
  const [newest] = await app.db.query("delete from migrations where id = (select max(id) from migrations) returning *");
  const [{ timestamp, name }] = newest;
  expect(await ask("/ready")).toEqual([503, "migrations are missing"]);
  await app.db.query("insert into migrations (timestamp, name) values ($1, $2)", [timestamp, name]);
  expect(await ask("/ready")).toEqual([200, "ready"]);
});

test("it is not ready while the database does not answer in time, and alive all the same", async () => {
  await transaction(app.db, async (run) => {
    await run("lock table migrations in access exclusive mode");
    const before = performance.now();
    const answers = await Promise.all([ask("/ready"), ask("/ready"), ask("/health")]);
    expect(answers).toEqual([
      [503, "the database does not answer"],
      [503, "the database does not answer"],
      [200, "alive"],
    ]);
    expect(performance.now() - before).toBeLessThan(2_000);
  });
  expect(await ask("/ready")).toEqual([200, "ready"]);
});
