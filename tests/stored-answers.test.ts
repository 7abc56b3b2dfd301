import { ApolloServer, HeaderMap } from "@apollo/server";
import fc from "fast-check";
import fastify, { type FastifyInstance } from "fastify";
import { type AnswerNotes, noteAnswers } from "../src/graphql/answer-notes";
import { observeRequests } from "../src/http/request-record";
import { addResponseCache } from "../src/http/response-cache";
import { type Answer, StoredAnswers } from "../src/http/stored-answers";
import { originOf } from "./origin";
import { sendRaw } from "./raw-request";

const notes = { operationName: null, errorCodes: [], isWhole: true, isPersonal: false, cost: null };
const answerOf = (length: number): Answer => ({
  body: Buffer.alloc(length),
  compressed: {},
  contentType: "x",
  etag: null,
  notes,
});

test("never takes more bytes than it may, and forgets first what was asked for longest ago", () => {
  const entries = fc.array(fc.record({ key: fc.nat({ max: 40 }), bytes: fc.nat({ max: 20_000 }), isAsked: fc.boolean() }), {
    maxLength: 200,
  });
  fc.assert(
    fc.property(entries, (list) => {
      const store = new StoredAnswers(() => "now", 100_000);
      const kept = new Map<string, number>(); // in the order of their last use
      store.enter();
      for (const { key, bytes, isAsked } of list) {
        const name = String(key);
        if (isAsked) {
          const found = store.find(name);
          expect(found === undefined).toBe(!kept.has(name));
          if (found) {
            kept.delete(name);
            kept.set(name, found.body.length);
          }
        } else {
          store.store(name, answerOf(bytes), "now");
          kept.delete(name);
          for (const other of [...kept.keys()]) if (store.find(other) === undefined) kept.delete(other);
          if (store.find(name)) kept.set(name, bytes);
          else expect(bytes).toBeGreaterThan(11_000); // one alone may take an eighth
        }
        expect([...kept.values()].reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(100_000);
      }
    }),
  );
});

test("once it is full, an answer is worth a place when it was asked for before, in whatever state", () => {
  let state = "one";
  const store = new StoredAnswers(() => state, 100_000);
  store.enter();
  expect(store.isWorth("seldom")).toBe(true);
  for (let number = 0; number < 20; number++) store.store(String(number), answerOf(10_000), state);
  expect(store.isWorth("seldom")).toBe(false);
  expect(store.isWorth("other")).toBe(false);
  expect(store.isWorth("seldom")).toBe(true);
  for (let number = 0; number < 5_000; number++) store.isWorth(`flood ${number}`);
  expect(store.isWorth("other")).toBe(true);
  for (let number = 0; number < 50_000; number++) store.isWorth(`later flood ${number}`);
  expect(store.isWorth("other")).toBe(false); // what is remembered is bounded
  state = "two";
  store.enter();
  expect(store.isWorth("new")).toBe(true);
});

test("an answer that was begun in a state that has passed is not stored", async () => {
  let state = "one";
  const store = new StoredAnswers(() => Promise.resolve(state), 100_000);
  const begun = await store.enter();
  state = "two";
  const now = await store.enter();
  store.store("a", answerOf(1), begun);
  expect(store.find("a")).toBeUndefined();
  store.store("a", answerOf(1), now);
  expect(store.find("a")).toBeDefined();
  state = "three";
  await store.enter();
  expect(store.find("a")).toBeUndefined();
});

describe("in front of a handler", () => {
  let app: FastifyInstance;
  let url: string;
  let handled = 0;
  let state: () => string | Promise<string> = () => "now";

  beforeAll(async () => {
    app = fastify({ genReqId: () => "id" });
    observeRequests(app, []);
    const store = new StoredAnswers(() => state(), 100_000);
    addResponseCache(app, { path: "/graphql", storeOf: () => store, maxAge: 60 });
    app.route({
      method: ["GET", "POST"],
      url: "/graphql",
      handler: async (request, reply) => {
        handled++;
        const { isPersonal = false } = (request.body ?? {}) as { isPersonal?: boolean };
        Object.assign(request.answer!, { operationName: "Named", isWhole: true, isPersonal, cost: 7 });
        return reply.header("content-type", "application/json").send(`"${"x".repeat(2_000)}"`);
      },
    });
    app.addHook("onRequest", async (request, reply) => {
      reply.header("vary", "Origin").header("x-frame-options", "DENY");
      if (request.headers["x-refuse"]) return reply.code(429).send({ errors: [] });
    });
    app.post("/other", async (request) => request.body);
    url = await app.listen({ port: 0, host: "127.0.0.1" });
  });
  afterAll(() => app.close());
  beforeEach(() => {
    handled = 0;
    state = () => "now";
  });
  const post = (body: object, headers?: Record<string, string>) => sendRaw(`${url}/graphql`, headers, JSON.stringify(body));

  test("headers of hooks are on stored answers too", async () => {
    const [miss, hit] = [await post({ a: 1 }), await post({ a: 1 })];
    expect(handled).toBe(1);
    expect(hit).toEqual(miss);
    expect(hit.headers).toMatchObject({
      vary: "Origin, Accept, Accept-Encoding, Authorization, Cookie",
      "x-frame-options": "DENY",
      "cache-control": "public, max-age=60",
    });
  });

  test("what a hook answers before the handler is not stored", async () => {
    const refuse = { "x-refuse": "1" };
    for (let time = 0; time < 2; time++) {
      const { status, headers } = await post({ a: 4 }, refuse);
      expect([status, headers["cache-control"]]).toEqual([429, "no-store"]);
    }
    expect((await post({ a: 4 })).status).toBe(200);
    expect((await post({ a: 4 }, refuse)).status).toBe(429); // though it is stored by now
  });

  test("answers with personal fields are not stored", async () => {
    for (let time = 0; time < 2; time++) expect((await post({ isPersonal: true })).headers["cache-control"]).toBe("no-store");
    expect(handled).toBe(2);
  });

  test("while the state cannot be read, the handler answers, and nothing is stored", async () => {
    await post({ a: 3 });
    state = () => Promise.reject(new Error("no database"));
    for (let time = 0; time < 2; time++) expect((await post({ a: 3 })).status).toBe(200);
    expect(handled).toBe(3);
  });

  test("other addresses are left alone, and bodies that are no JSON are refused", async () => {
    expect(await sendRaw(`${url}/other`, {}, '{"a":1}')).toMatchObject({ status: 200, text: '{"a":1}' });
    for (const body of ["", "{", '{"__proto__":1}']) expect((await sendRaw(`${url}/graphql`, {}, body)).status).toBe(400);
    expect(handled).toBe(0);
  });
});

test("notes tell what kind of answer it is: its name, whether it is whole, whether it is personal", async () => {
  const server = new ApolloServer<{ requestId: string; answer: AnswerNotes }>({
    typeDefs:
      "type Query { viewer: Viewer open: Int fail: Int } type Viewer { name: String open: Query } type Mutation { act: Int }",
    resolvers: { Query: { fail: () => Promise.reject(new Error()) } },
    plugins: [noteAnswers(["viewer"])],
    allowBatchedHttpRequests: true,
  });
  const notesOf = async (query: string) => {
    const { requestId, answer } = originOf();
    await server.executeOperation({ query }, { contextValue: { requestId, answer } });
    return answer;
  };
  expect(await notesOf("query Named { open }")).toEqual({
    operationName: "Named",
    errorCodes: [],
    isWhole: true,
    isPersonal: false,
    cost: null,
  });
  for (let time = 0; time < 2; time++)
    expect(await notesOf("{ ...F } fragment F on Query { other: viewer { name } }")).toEqual({
      operationName: null,
      errorCodes: [],
      isWhole: true,
      isPersonal: true,
      cost: null,
    });
  for (const query of ["{ fail open }", "{", "{ unknown }", "mutation { act }"])
    expect((await notesOf(query)).isWhole).toBe(false);
  const { requestId, answer } = originOf();
  const headers = new HeaderMap([["content-type", "application/json"]]);
  const batch = { method: "POST", headers, search: "", body: [{ query: "{ viewer { name } }" }, { query: "{ open }" }] };
  await server.executeHTTPGraphQLRequest({ httpGraphQLRequest: batch, context: async () => ({ requestId, answer }) });
  expect(answer.isWhole).toBe(false);
});
