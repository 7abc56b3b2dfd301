import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { loadConfig } from "../src/config";
import { projectDir } from "../src/project-dir";

// No container engine runs here; scripts/image-steps.sh walks the same Dockerfile without one.

const read = (name: string) => readFileSync(join(projectDir, name), "utf8");

/** The instructions of the Dockerfile, by stage: ["COPY", "src src"]. */
const stages = read("Dockerfile")
  .replaceAll("\\\n", " ")
  .split("\n")
  .map((line) => /^([A-Z]+) +(.*)$/.exec(line))
  .filter((match) => match !== null)
  .map(([, name, rest]) => [name!, rest!.trim().replace(/ +/g, " ")] as const)
  .reduce<(readonly [string, string])[][]>((all, instruction) => {
    if (instruction[0] === "FROM") all.push([]);
    all.at(-1)!.push(instruction);
    return all;
  }, []);
const [build, image] = stages as [(readonly [string, string])[], (readonly [string, string])[]];
const all = (stage: readonly (readonly [string, string])[], name: string) =>
  stage.filter(([found]) => found === name).map(([, rest]) => rest);
const only = (name: string) => {
  const found = all(image, name);
  expect(found).toHaveLength(1);
  return found[0]!;
};

/** What a stage takes from the project. */
const copied = (stage: readonly (readonly [string, string])[]) =>
  all(stage, "COPY")
    .filter((rest) => !rest.startsWith("--from="))
    .flatMap((rest) => rest.split(" ").slice(0, -1));

describe("the image", () => {
  test("is built in two stages on the same slim Node", () => {
    expect(stages).toHaveLength(2);
    expect(all(build, "FROM")).toEqual(["node:24-slim AS build"]);
    expect(only("FROM")).toBe("node:24-slim");
  });

  test("holds what the lock file says, without development packages and the embedded PostgreSQL", () => {
    expect(all(build, "RUN")).toEqual(["npm ci", "npm run build", "npm prune --omit=dev --omit=optional"]);
    const steps = build.map(([name, rest]) => `${name} ${rest}`);
    expect(steps.indexOf("COPY package.json package-lock.json ./")).toBeLessThan(steps.indexOf("RUN npm ci"));
    expect(steps.indexOf("RUN npm ci")).toBeLessThan(steps.indexOf("COPY src src")); // a changed source installs nothing
  });

  test("holds every folder that the code reads", () => {
    const names = readdirSync(join(projectDir, "src"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .flatMap((name) => [...read(join("src", name)).matchAll(/join\(projectDir, "([^"]+)"/g)].map(([, folder]) => folder!));
    const notNeeded = [".papergraph", ".env", "schema.graphql", "docs"]; // the embedded database, settings, and what a developer's commands write
    expect(copied(image)).toEqual(expect.arrayContaining(names.filter((name) => !notNeeded.includes(name))));
  });

  test("runs Node itself, as a user without rights, for everyone who can reach it", () => {
    expect(only("ENV").split(" ")).toEqual(["NODE_ENV=production", "HOST=0.0.0.0"]);
    expect(only("USER")).toBe("node");
    expect(image.findIndex(([name]) => name === "USER")).toBeGreaterThan(image.findLastIndex(([name]) => name === "COPY"));
    expect(`exec ${JSON.parse(only("CMD")).join(" ")}`).toBe(JSON.parse(read("package.json")).scripts.start);
    expect(Number(only("EXPOSE"))).toBe(loadConfig({}).port);
  });

  test("is healthy when the service is ready", () => {
    const [, command] = /CMD (\[.*\])$/.exec(only("HEALTHCHECK"))!;
    expect(JSON.parse(command!)[2]).toContain(`:\${process.env.PORT || ${loadConfig({}).port}}/ready`);
  });

  test("is made from nothing else of the folder", () => {
    const [first, ...others] = read(".dockerignore")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));
    expect(first).toBe("*");
    expect(others.sort()).toEqual([...copied(build), ...copied(image)].map((name) => `!${name}`).sort());
  });
});

describe("docker compose", () => {
  const fill = (text: string) => text.replace(/\$\{\w+:-([^}]*)\}/g, "$1");
  const { services, volumes } = parse(fill(read("docker-compose.yml")));
  const { papergraph, postgres } = services;

  test("keeps the data of PostgreSQL 18 in a volume, where that version has it", () => {
    expect(postgres.image).toBe("postgres:18");
    expect(postgres.volumes).toEqual(["postgres:/var/lib/postgresql"]);
    expect(Object.keys(volumes)).toEqual(["postgres"]);
  });

  test("orders texts as the embedded database does", () => {
    const embedded = read("src/database/embedded-cluster.ts");
    for (const option of postgres.environment.POSTGRES_INITDB_ARGS.split(" ")) expect(embedded).toContain(`"${option}"`);
  });

  test("starts the service when the database takes connections", () => {
    expect(papergraph.depends_on).toEqual({ postgres: { condition: "service_healthy" } });
    expect(postgres.healthcheck.test.slice(0, 3)).toEqual(["CMD", "pg_isready", "--host=127.0.0.1"]);
  });

  test("gives the service settings that it understands, and the database that is there", () => {
    const environment = Object.fromEntries(Object.entries(papergraph.environment).map(([name, value]) => [name, String(value)]));
    const config = loadConfig(environment);
    expect(config).toMatchObject({ host: "0.0.0.0", port: 4000 });
    const { POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB } = postgres.environment;
    expect(config.databaseUrl).toBe(`postgres://${POSTGRES_USER}:${POSTGRES_PASSWORD}@postgres:5432/${POSTGRES_DB}`);
    expect(papergraph.ports).toEqual([`4000:${config.port}`]);
    expect(Number.parseInt(papergraph.stop_grace_period, 10) * 1000).toBeGreaterThan(config.shutdownTimeoutMs);
  });

  test("takes the password from the environment, for both alike", () => {
    expect(read("docker-compose.yml").match(/\$\{POSTGRES_PASSWORD:-papergraph\}/g)).toHaveLength(2);
  });
});
