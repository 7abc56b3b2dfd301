import { newKey } from "../src/community/api-key";
import { makeKey } from "../src/community/api-key.changes";
import { Scope } from "../src/community/scope";
import { newMember, sender } from "./members";
import { run } from "./service-process";
import { useTestApp } from "./test-app";

const lines: any[] = [];
const app = useTestApp({ LOG_LEVEL: "debug" }, lines);

const VIEWER = "{ viewer { id name scopes } }";
const CREATE = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { key member { name scopes } userErrors { message path code } } }`;
const REVOKE = `mutation ($prefix: String!) { revokeApiKey(input: { prefix: $prefix }) { revoked userErrors { message path code } } }`;

test("a key tells who asks, and what it allows", async () => {
  const ada = await newMember(app, "Ada", [Scope.READ, Scope.CONTRIBUTE]);
  const { viewer } = await ada.query(VIEWER);
  expect(viewer).toMatchObject({ name: "Ada", scopes: ["READ", "CONTRIBUTE"] });
  expect((await ada.query("query ($id: ID!) { node(id: $id) { ... on Member { name } } }", { id: viewer.id })).node).toEqual({
    name: "Ada",
  });
  expect(await app.query(VIEWER)).toEqual({ viewer: null });
  expect((await app.query("query ($id: ID!) { node(id: $id) { id } }", { id: viewer.id })).node).toBeNull();
});

test("a member has several keys, whose name is written in whatever case", async () => {
  const [first, second] = [await newMember(app, "Bo Lind"), await newMember(app, "BO LIND", [Scope.CURATE])];
  const ids = await Promise.all([first, second].map(async ({ query }) => (await query(VIEWER)).viewer.id));
  expect(ids[0]).toBe(ids[1]);
  expect((await second.query(VIEWER)).viewer).toMatchObject({ name: "Bo Lind", scopes: ["CURATE"] });
});

describe("what is no valid key is refused with 401, and says no more", () => {
  const good = newKey();
  test.each([
    ["another scheme", "Basic YTpi"],
    ["nothing", "Bearer"],
    ["what is no key", "Bearer abc"],
    ["an unknown key", `Bearer ${good.key}`],
    ["a key of another service", "Bearer ghp_0123456789abcdef0123456789abcdef0123"],
  ])("%s", async (_what, header) => {
    const { status, errors, headers, data } = await sender(app, header).send(VIEWER);
    expect([status, data, errors[0].extensions.code]).toEqual([401, undefined, "UNAUTHENTICATED"]);
    expect(headers.get("www-authenticate")).toContain("Bearer");
  });

  test("a key with another secret, a revoked one and an expired one, in the same words", async () => {
    const { key, prefix } = await makeKey(app.db, { memberName: "Cy", scopes: [Scope.READ] }, null);
    const guessed = await sender(app, `Bearer ${prefix}_${"a".repeat(32)}`).send(VIEWER);
    await app.db.query("update api_key set revoked_at = now() where prefix = $1", [prefix]);
    const revoked = await sender(app, `Bearer ${key}`).send(VIEWER);
    await app.db.query("update api_key set revoked_at = null, expires_at = now() - interval '1 second' where prefix = $1", [
      prefix,
    ]);
    const expired = await sender(app, `Bearer ${key}`).send(VIEWER);
    for (const { status, errors } of [guessed, revoked, expired])
      expect([status, errors[0].message]).toEqual([401, "The API key is unknown, revoked or expired."]);
  });
});

test("only admins make keys, and a key is never told again", async () => {
  const [admin, contributor] = [await newMember(app, "Admin", [Scope.ADMIN]), await newMember(app, "Contributor")];
  const input = { memberName: "Dee", scopes: ["READ"] };
  expect((await contributor.query(CREATE, { input })).createApiKey).toMatchObject({
    key: null,
    userErrors: [{ code: "FORBIDDEN", path: [] }],
  });
  expect((await app.query(CREATE, { input })).createApiKey.userErrors[0].code).toBe("FORBIDDEN");
  const { createApiKey } = await admin.query(CREATE, { input });
  expect(createApiKey).toMatchObject({ member: { name: "Dee", scopes: ["READ"] }, userErrors: [] });
  expect(createApiKey.key).toMatch(/^pg_[0-9a-f]{8}_[\w-]{32}$/);
  expect((await sender(app, `Bearer ${createApiKey.key}`).query(VIEWER)).viewer.name).toBe("Dee");
  const rows = JSON.stringify(await app.db.query("select * from api_key, audit_entry"));
  expect(rows).not.toContain(createApiKey.key.slice(12));
});

test.each([
  ["no scope", { memberName: "X", scopes: [] }, "input.scopes"],
  ["no name", { memberName: "", scopes: ["READ"] }, "input.memberName"],
  ["a moment that has passed", { memberName: "X", scopes: ["READ"], expiresAt: "2020-01-01T00:00:00Z" }, "input.expiresAt"],
])("a key for %s is refused by argument", async (_what, input, argument) => {
  const admin = await newMember(app, "Admin", [Scope.ADMIN]);
  const { errors } = await admin.send(CREATE, { input });
  expect(errors[0].extensions).toMatchObject({ code: "BAD_USER_INPUT", argument });
});

test("a revoked key is refused from the next request on; a member may revoke the key in hand, and an admin any", async () => {
  const [admin, eve] = [await newMember(app, "Admin", [Scope.ADMIN]), await newMember(app, "Eve", [Scope.READ])];
  const prefix = eve.key.slice(0, 11);
  const other = admin.key.slice(0, 11);
  expect((await eve.query(REVOKE, { prefix: other })).revokeApiKey).toMatchObject({
    revoked: false,
    userErrors: [{ code: "FORBIDDEN" }],
  });
  expect((await eve.query(REVOKE, { prefix })).revokeApiKey).toEqual({ revoked: true, userErrors: [] });
  expect((await eve.send(VIEWER)).status).toBe(401);
  expect((await admin.query(REVOKE, { prefix })).revokeApiKey.revoked).toBe(true);
  expect((await admin.query(REVOKE, { prefix: "pg_00000000" })).revokeApiKey).toMatchObject({
    userErrors: [{ code: "NOT_FOUND", path: ["input", "prefix"] }],
  });
});

test("the command line makes, lists and revokes keys", async () => {
  const env = { DATABASE_URL: app.databaseUrl };
  const made = await run("cli.js", ["keys", "create", "Fay", "--scopes", "read,curate", "--expires-in", "90d"], env);
  const key = made.stdout.trim();
  expect((await sender(app, `Bearer ${key}`).query(VIEWER)).viewer).toMatchObject({ name: "Fay", scopes: ["READ", "CURATE"] });
  const listed = await run("cli.js", ["keys", "list"], env);
  expect(listed.stdout).toMatch(new RegExp(`^${key.slice(0, 11)}\tFay\tread,curate\t\\d{4}-.*\tuntil \\d{4}-`, "m"));
  expect(listed.stdout).not.toContain(key.slice(12));
  expect((await run("cli.js", ["keys", "revoke", key.slice(0, 11)], env)).code).toBe(0);
  expect((await sender(app, `Bearer ${key}`).send(VIEWER)).status).toBe(401);
  const unknown = await run("cli.js", ["keys", "revoke", "pg_00000000"], env);
  expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining("there is no key")]);
});

test("no key stands in the log", async () => {
  const gus = await newMember(app, "Gus");
  await gus.query(VIEWER);
  await gus.send("{ nonsense }");
  expect(JSON.stringify(lines)).not.toContain(gus.key.slice(12));
});
