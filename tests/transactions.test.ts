import { copyLine } from "../src/database/copy";
import { transaction } from "../src/database/sql";
import { useTestApp } from "./test-app";

const app = useTestApp();

const slugs = async () =>
  transaction(app.db, async (run) =>
    (await run<{ slug: string }>("select slug from topic where slug like 'sent-%' order by 1")).map(({ slug }) => slug),
  );

const topic = (slug: string) => `insert into topic (slug, name, name_key, kind) values ('${slug}', '${slug}', '${slug}', 'TASK')`;

test("statements that nobody waits for run in their order, and before the transaction ends", async () => {
  await transaction(app.db, async (run) => {
    await run.send(topic("sent-a"));
    await run.copy("topic", ["slug", "name", "name_key", "kind"], [copyLine(["sent-b", "b\t\\n", "b", "TASK"])]);
    await run.send("update topic set name = name || '!' where slug = 'sent-b'");
    expect(await run("select name from topic where slug = 'sent-b'")).toEqual([{ name: "b\t\\n!" }]);
    await run.send("delete from topic where slug = 'sent-a'");
  });
  expect(await slugs()).toEqual(["sent-b"]);
});

test("the fault of a statement that nobody waited for is thrown, and nothing of the transaction stays", async () => {
  const before = await slugs();
  const wrong = (then: string) =>
    transaction(app.db, async (run) => {
      await run.send(topic("sent-c"));
      await run.copy("topic", ["slug"], [copyLine([null])]);
      if (then) await run(then);
    });
  for (const then of ["", "select 1"])
    await expect(wrong(then)).rejects.toThrow(/null value in column "\w+" of relation "topic"/);
  expect(await slugs()).toEqual(before);
});
