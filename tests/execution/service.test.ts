import { useTestApp } from "../test-app";
import { countRuns } from "./watched-compiler";

jest.mock("graphql-jit", () => jest.requireActual("./watched-compiler").watchedCompiler());

const compiling = useTestApp();
const plain = useTestApp({ COMPILED_EXECUTION: "false" });
const papers = [{ title: "One paper", categories: ["cs.CV"] }, { title: "Another" }];
beforeAll(async () => {
  await compiling.importRecords(papers);
  await plain.importRecords(papers);
});

const query = `query Page($first: Int) { papers(first: $first, orderBy: TITLE) { totalCount nodes { title topics { name } } } }`;

test("a query that comes again is compiled unless the setting says no, and answers the same", async () => {
  for (const first of [1, 2, 3]) {
    const before = countRuns();
    const expected = await plain.query(query, { first });
    expect(countRuns()).toBe(before);
    expect(await compiling.query(query, { first })).toEqual(expected);
    expect(countRuns()).toBe(first === 1 ? before : before + 1);
  }
});

test("a refusal names its argument and carries its code however often it comes", async () => {
  const answers = [0, 1, 2].map(() => compiling.send(query, { first: 1000 }));
  for (const { data, errors } of await Promise.all(answers)) {
    expect(data).toBeNull();
    expect(errors).toMatchObject([
      {
        message: "first must be from 1 to 100, not 1000",
        path: ["papers"],
        extensions: { code: "BAD_USER_INPUT", argument: "first" },
      },
    ]);
  }
});
