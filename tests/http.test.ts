import request from "supertest";
import { createApp } from "../src/app";
import { useTestApp } from "./test-app";

const app = useTestApp();
const closed = useTestApp({ CORS_ORIGINS: "https://pages.example,http://localhost:3000" });
const silent = useTestApp({ CORS_ORIGINS: "none" });

const QUERY = "{ __typename }";
const post = (url: string, body: object = { query: QUERY }) => request(url).post("/graphql").send(body);
const get = (url: string, query = QUERY) => request(url).get("/graphql").query({ query });
const FROM = "https://pages.example";

describe("pages of other origins", () => {
  test("may read answers, since the graph is public and no cookie is asked for", async () => {
    const { headers } = await post(app.url).set("origin", FROM).expect(200);
    expect(headers["access-control-allow-origin"]).toBe("*");
    expect(headers["access-control-allow-credentials"]).toBeUndefined();
    expect(headers["access-control-expose-headers"]).toContain("retry-after");
  });

  test("are told so when their browser asks first", async () => {
    const { headers } = await request(app.url)
      .options("/graphql")
      .set({ origin: FROM, "access-control-request-method": "POST", "access-control-request-headers": "content-type" })
      .expect(204);
    expect(headers["access-control-allow-origin"]).toBe("*");
    expect(headers["access-control-allow-methods"]).toBe("GET, POST");
    expect(headers["access-control-allow-headers"]).toBe("content-type");
    expect(Number(headers["access-control-max-age"])).toBeGreaterThan(0);
  });

  test("may read refusals too", async () => {
    const { headers } = await request(app.url).post("/graphql").set("origin", FROM).send("{").type("json").expect(400);
    expect(headers["access-control-allow-origin"]).toBe("*");
  });

  test("may read answers only if they are named, where origins are named", async () => {
    for (const origin of ["https://pages.example", "http://localhost:3000"]) {
      const { headers } = await post(closed.url).set("origin", origin).expect(200);
      expect(headers["access-control-allow-origin"]).toBe(origin);
      expect(headers.vary).toContain("Origin");
    }
    for (const origin of ["https://other.example", "https://pages.example.evil", "null"]) {
      const { headers } = await post(closed.url).set("origin", origin).expect(200);
      expect(headers["access-control-allow-origin"]).toBeUndefined();
    }
  });

  test("may read nothing where no origin is allowed", async () => {
    const { headers } = await post(silent.url).set("origin", FROM);
    expect(headers["access-control-allow-origin"]).toBeUndefined();
  });
});

describe("a request that a browser sends without asking first", () => {
  test.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])(
    "is refused as a POST of %s",
    async (type) => {
      const { body, status } = await request(app.url)
        .post("/graphql")
        .set("content-type", type)
        .send(type === "text/plain" ? JSON.stringify({ query: QUERY }) : "query={__typename}");
      expect([400, 415]).toContain(status);
      expect(body.data).toBeUndefined();
      expect(body.errors[0].extensions.code).toBe("BAD_REQUEST");
    },
  );

  test("is served as a GET, which changes nothing", async () => {
    const { body } = await get(app.url).expect(200);
    expect(body).toEqual({ data: { __typename: "Query" } });
    await get(app.url).set({ origin: FROM, "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors" }).expect(200);
    await get(app.url).set({ "sec-fetch-site": "none", "sec-fetch-mode": "navigate" }).expect(200);
  });

  test("is refused as a GET when another site embeds it, where CORS does not decide who reads it", async () => {
    for (const site of ["cross-site", "same-site"]) {
      const { body } = await get(app.url).set({ "sec-fetch-site": site, "sec-fetch-mode": "no-cors" }).expect(400);
      expect(body.errors[0].message).toContain("CSRF");
    }
    await get(app.url).set({ "sec-fetch-site": "same-origin", "sec-fetch-mode": "no-cors" }).expect(200);
  });

  test("is refused as a GET of a mutation", async () => {
    const { body, headers } = await get(app.url, "mutation { anything }");
    expect(body.data).toBeUndefined();
    expect(headers["content-type"]).toContain("application/json");
  });
});

test.each(["/graphql?query={__typename}", "/", "/health", "/schema.graphql", "/nowhere"])(
  "%s is answered with the headers by which browsers keep to what it is",
  async (path) => {
    const { headers } = await request(app.url).get(path);
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": expect.stringMatching(/no-referrer|same-origin/),
    });
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; .*frame-ancestors 'none'$/s);
    expect(headers["x-powered-by"]).toBeUndefined();
  },
);

test("the schema can be asked for in production too, and faults tell nothing of the inside", async () => {
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = "production";
  const production = await createApp(app.db, app.config);
  process.env.NODE_ENV = NODE_ENV;
  const ask = async (query: string) => (await production.inject({ method: "POST", url: "/graphql", payload: { query } })).body;
  expect(JSON.parse(await ask("{ __schema { queryType { name } } }")).data.__schema.queryType.name).toBe("Query");
  expect(await ask("{ nothing }")).not.toMatch(/stacktrace|node_modules|at /);
  await production.close();
});

test("a Host header that is none is the client's mistake", async () => {
  const { statusCode } = await app.http.inject({
    method: "POST",
    url: "/graphql",
    headers: { host: "a b%", "content-type": "application/json" },
    payload: JSON.stringify({ query: QUERY }),
  });
  expect(statusCode).toBe(400);
});

describe("a batch", () => {
  test("is answered in its order, each operation by itself", async () => {
    const operations = [{ query: QUERY }, { query: "{ nothing }" }, { query: "{ papers(first: 0) { totalCount } }" }];
    const { body } = await request(app.url).post("/graphql").send(operations).expect(200);
    expect(body).toHaveLength(3);
    expect(body[0]).toEqual({ data: { __typename: "Query" } });
    expect(body.slice(1).map(({ errors }: any) => errors[0].extensions.code)).toEqual([
      "GRAPHQL_VALIDATION_FAILED",
      "BAD_USER_INPUT",
    ]);
  });

  test("of nothing is refused", async () => {
    await request(app.url).post("/graphql").send([]).expect(400);
  });
});
