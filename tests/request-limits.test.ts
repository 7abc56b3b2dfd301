import request from "supertest";
import type { RequestLimits } from "../src/config";
import { useTestApp } from "./test-app";

const app = useTestApp({
  MAX_BODY_BYTES: "2000",
  MAX_URL_LENGTH: "300",
  MAX_VARIABLES_BYTES: "500",
  MAX_BATCH_SIZE: "3",
  MAX_TOKENS: "60",
  MAX_DEPTH: "4",
  MAX_FIELDS: "12",
  MAX_ROOT_FIELDS: "3",
  MAX_ALIASES: "2",
  MAX_DIRECTIVES: "2",
  MAX_VALUE_LEVELS: "10",
});
const unbatched = useTestApp({ MAX_BATCH_SIZE: "1" });

/** What is sent: a query by POST, unless it says otherwise. */
interface Sent {
  readonly query?: string;
  readonly variables?: object;
  readonly get?: string;
  readonly batch?: number;
}

const send = ({ get, batch, ...body }: Sent) => {
  if (get !== undefined) return request(app.url).get(`/graphql?query=${encodeURIComponent(get)}`);
  return request(app.url)
    .post("/graphql")
    .send(batch ? Array(batch).fill(body) : body);
};

/** A query of so many characters. */
const long = (length: number) => `{ __typename #${" ".repeat(length - 14)}}`.replace("#", "").padEnd(length);
const TEXT = "query ($text: String) { papers(filter: { text: $text }) { totalCount } }";
const FILTER = "query ($filter: PaperFilter) { papers(filter: $filter) { totalCount } }";
const nested = (levels: number): object => (levels === 0 ? {} : { not: nested(levels - 1) });
const written = (levels: number) => `{ papers(filter: ${"{ not: ".repeat(levels)}{}${" }".repeat(levels)}) { totalCount } }`;

/** For each limit what just stays within it, and what it refuses with which status and words; null where another test shows it. */
const cases: {
  readonly [K in keyof RequestLimits]: readonly (readonly [within: Sent, beyond: Sent, status: number, says: RegExp])[] | null;
} = {
  maxBodyBytes: [[{ query: long(1_900) }, { query: long(2_000) }, 413, /at most 2000 bytes/]],
  maxUrlLength: [[{ get: "{ __typename }" }, { get: long(300) }, 414, /at most 300 characters long, not \d{3}/]],
  maxVariablesBytes: [
    [
      { query: TEXT, variables: { text: "a".repeat(400) } },
      { query: TEXT, variables: { text: "a".repeat(500) } },
      200,
      /at most 500 bytes long, not 511/,
    ],
  ],
  maxBatchSize: [
    [{ query: "{ __typename }", batch: 3 }, { query: "{ __typename }", batch: 4 }, 400, /at most 3 operations, not 4/],
  ],
  maxTokens: [
    [
      { query: `{ nodes(ids: [${'"x" '.repeat(40)}]) { id } }` },
      { query: `{ nodes(ids: [${'"x" '.repeat(60)}]) { id } }` },
      200,
      /more that 60 tokens/, // graphql-js' own words
    ],
  ],
  maxDepth: [
    [
      { query: "{ papers { nodes { topics { slug } } } }" },
      { query: "{ papers { nodes { topics { parents { slug } } } } }" },
      200,
      /at most 4 fields deep, not 5/,
    ],
    [
      { query: "{ papers { ...A } } fragment A on PaperConnection { nodes { topics { slug } } }" },
      {
        query:
          "{ papers { ...A } } fragment A on PaperConnection { nodes { topics { ...B } } } fragment B on Topic { parents { slug } }",
      },
      200,
      /at most 4 fields deep, not 5/,
    ],
  ],
  maxFields: [
    [
      { query: `{ papers { ${"totalCount ".repeat(11)} } }` },
      { query: `{ papers { ${"totalCount ".repeat(12)} } }` },
      200,
      /at most 12 fields/,
    ],
  ],
  maxRootFields: [
    [
      { query: "{ __typename papers { totalCount } topics { totalCount } }" },
      { query: "{ __typename ...A ...A } fragment A on Query { papers { totalCount } topics { totalCount } }" },
      200,
      /at most 3 fields at the top/,
    ],
  ],
  maxAliases: [
    [
      { query: "{ a: __typename b: __typename }" },
      { query: "{ a: __typename b: __typename c: __typename }" },
      200,
      /at most 2 aliases/,
    ],
  ],
  maxDirectives: [
    [
      { query: "{ __typename @skip(if: false) ... @include(if: true) { __typename } }" },
      { query: "{ __typename @skip(if: false) @skip(if: false) ... @include(if: true) { __typename } }" },
      200,
      /at most 2 directives/,
    ],
  ],
  maxValueLevels: [
    [
      { query: FILTER, variables: { filter: nested(4) } },
      { query: FILTER, variables: { filter: nested(10) } },
      200,
      /variables must be at most 10 levels deep/,
    ],
    [{ query: written(4) }, { query: written(10) }, 200, /value must be at most 10 levels deep/],
  ],
  maxQueryCost: null, // tests/cost.test.ts
  rateLimit: null, // tests/rate-limit.test.ts
};

test.each(Object.entries(cases).flatMap(([limit, ofLimit]) => (ofLimit ?? []).map((parts) => [limit, ...parts] as const)))(
  "the limit %s (case %#) is a setting: what just stays within it is answered, and no more",
  async (_limit, within, beyond, status, says) => {
    const allowed = await send(within).expect(200);
    expect(JSON.stringify(allowed.body)).not.toMatch(says);
    const { body } = await send(beyond).expect(status);
    expect(body.data).toBeUndefined();
    expect(body.errors).toHaveLength(1);
    expect(body.errors[0].message).toMatch(says);
    expect(body.errors[0].extensions.code).toMatch(/^(BAD_REQUEST|BAD_USER_INPUT|GRAPHQL_(PARSE|VALIDATION)_FAILED)$/);
  },
);

test("a client that understands statuses is told by one what is refused", async () => {
  const accept = "application/graphql-response+json";
  for (const [, beyond] of [...cases.maxDepth!, ...cases.maxTokens!, ...cases.maxVariablesBytes!])
    await send(beyond)
      .set("accept", accept)
      .expect(400)
      .expect("content-type", /^application\/graphql-response\+json/);
});

test("what refuses a document says where", async () => {
  const { body } = await send(cases.maxAliases![0]![1]);
  expect(body.errors[0].locations).toEqual([{ line: 1, column: 31 }]);
});

test("fragments that do not exist, or stand in themselves, are what validation refuses", async () => {
  const unknown = await send({ query: "{ ...A }" });
  expect(unknown.body.errors[0].message).toContain(`Unknown fragment "A"`);
  const circle = await send({ query: "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }" });
  expect(circle.body.errors[0].message).toContain("within itself");
});

test("batches can be switched off", async () => {
  const { body } = await request(unbatched.url)
    .post("/graphql")
    .send([{ query: "{ __typename }" }, { query: "{ __typename }" }])
    .expect(400);
  expect(body.errors[0].message).toBe("A request must hold one operation, not 2");
});
