import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { projectDir } from "../src/project-dir";

const SRC = join(projectDir, "src");
const LONGEST = 250;

/** Features from the centre outward: each may import those before it. Those of one group do not import each other. */
const FEATURES = [
  ["papers"],
  ["authors", "topics", "repositories"],
  ["daily", "resolving"],
  ["search"],
  ["trending"],
  ["community"],
  ["following"],
];

/** Features that write what importers write, by their functions; no importer imports them. */
const WRITERS: Record<string, readonly string[]> = { community: ["importers"] };

/** What each other part may import of ours; "features" stands for all of them. `project-dir` and `calendar` are for anyone. */
const OTHERS: Record<string, readonly string[]> = {
  graphql: [],
  http: [],
  database: [],
  importers: ["database", "features"],
  exporting: ["database", "importers"],
  harvest: ["database", "importers", "features"],
  workers: ["config", "database"],
  cli: ["config", "database", "exporting", "graphql", "harvest", "importers", "schema", "features"],
  config: ["database", "settings"],
  settings: [],
  "cost-weights": ["graphql"],
  app: ["config", "context", "cost-weights", "database", "graphql", "http", "schema", "services", "features"],
  services: ["config", "context", "database", "http", "features"],
  context: ["config", "database", "graphql", "features"],
  schema: ["graphql", "features"],
  main: ["app", "config", "database", "http", "importers", "trending", "workers"],
  "cli.ts": ["cli", "importers"],
  "project-dir": [],
  calendar: [],
};

/** Files that list the parts of the product, whatever folder they stand in. */
const LISTS: Record<string, readonly string[]> = {
  "database/data-source.ts": ["config", "features"],
  "database/open.ts": ["config"],
  "database/migrations.ts": [],
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isTypeOnly: boolean;
}

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
const features = FEATURES.flat();
const partOf = (file: string): string =>
  file === "cli.ts" ? file : file.includes("/") ? file.split("/")[0]! : file.replace(".ts", "");

const imports: Import[] = files.flatMap((from) =>
  [...readFileSync(join(SRC, from), "utf8").matchAll(/^(?:import|export) (type )?[^;]*?from "(\.[^"]+)"/gm)].map(
    ([, type, path]) => ({
      from,
      to: `${relative(SRC, resolve(SRC, dirname(from), path!))}.ts`,
      isTypeOnly: type !== undefined,
    }),
  ),
);

function allowedFor(file: string): readonly string[] {
  const part = partOf(file);
  const level = FEATURES.findIndex((group) => group.includes(part));
  const own =
    level >= 0 ? ["graphql", "database", ...FEATURES.slice(0, level).flat(), ...(WRITERS[part] ?? [])] : (OTHERS[part] ?? []);
  return [part, "project-dir", "calendar", ...own, ...(LISTS[file] ?? [])].flatMap((name) =>
    name === "features" ? features : [name],
  );
}

test("each part imports only what it may", () => {
  const wrong = imports.filter(({ from, to, isTypeOnly }) => {
    if (to.startsWith("..")) return from !== "database/migrations.ts";
    if (isTypeOnly && (partOf(to) === "context" || partOf(to) === "config")) return false;
    return !allowedFor(from).includes(partOf(to));
  });
  expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
});

test("a part that is not known here has no rule, and that is a fault", () => {
  expect([...new Set(files.map(partOf))].filter((part) => !features.includes(part) && !(part in OTHERS))).toEqual([]);
});

test("modules do not import each other in a circle", () => {
  const next = new Map(
    files.map((file) => [file, imports.filter(({ from, isTypeOnly }) => from === file && !isTypeOnly).map(({ to }) => to)]),
  );
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[], done: Set<string>) => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" -> "));
    else if (!done.has(file)) {
      for (const to of next.get(file) ?? []) visit(to, [...path, file], done);
      done.add(file);
    }
  };
  const done = new Set<string>();
  for (const file of files) visit(file, [], done);
  expect(circles).toEqual([]);
});

test(`no file is longer than ${LONGEST} lines`, () => {
  const own = [
    ...files.map((file) => join("src", file)),
    ...readdirSync(join(projectDir, "migrations")).map((file) => join("migrations", file)),
  ];
  expect(own.filter((file) => readFileSync(join(projectDir, file), "utf8").split("\n").length > LONGEST + 1)).toEqual([]);
});

test("only config.ts reads the environment, and only batch.ts makes a DataLoader", () => {
  const having = (pattern: RegExp) => files.filter((file) => pattern.test(readFileSync(join(SRC, file), "utf8")));
  expect(having(/process\.env/)).toEqual(["config.ts"]);
  expect(having(/from "dataloader"/)).toEqual(["graphql/batch.ts"]);
});

test("every SQL text names the function that sends it", () => {
  const unnamed = files.flatMap((file) =>
    [
      ...readFileSync(join(SRC, file), "utf8").matchAll(
        /\b(?:prepared|planned|run|query)(?:<[^(]*>)?\(\s*[`"](?!\/\* \w+ \*\/|\/\* \$\{)([^`"]{0,60})/g,
      ),
    ]
      .filter(([, text]) => !/^(begin|commit|rollback)$/.test(text!))
      .map(([, text]) => `${file}: ${text}`),
  );
  expect(unnamed).toEqual([]);
});
