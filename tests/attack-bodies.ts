const times = (count: number, text: (index: number) => string, between = " ") =>
  Array.from({ length: count }, (_, index) => text(index)).join(between);
const deep = (levels: number, open: string, inner: string, close = "}") =>
  `${open.repeat(levels)}${inner}${close.repeat(levels)}`;
const filtered = (filter: string) => `{ papers(filter: ${filter}) { totalCount } }`;
const FILTER = "query ($filter: PaperFilter) { papers(filter: $filter) { totalCount } }";
const IDS = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }";
const id = (index: number) =>
  Buffer.from(`Paper:00000000-0000-4000-8000-${String(index).padStart(12, "0")}`).toString("base64url");
/** JSON that JSON.stringify could not make: it calls itself. */
const nestedFilter = (levels: number, open: string, close: string) =>
  `{"query":${JSON.stringify(FILTER)},"variables":{"filter":${open.repeat(levels)}{}${close.repeat(levels)}}}`;
/** Each fragment asks for the next twice: written out, two to the power of `levels`. */
const doubling = (levels: number) =>
  `{ topics { nodes { ...F0 } } } ${times(levels, (level) => `fragment F${level} on Topic { a: parents { ...F${level + 1} } b: children { ...F${level + 1} } }`)} fragment F${levels} on Topic { slug }`;

/** The body of a POST. */
export const json = (query: string, variables?: object) => JSON.stringify({ query, variables });

/** What is sent to hurt: the body of a POST, and what its refusal says. */
export const attacks: Record<string, readonly [body: string, says: RegExp]> = {
  "1,000 aliases of a search": [
    json(`{ ${times(1_000, (n) => `a${n}: papers(filter: { text: "word${n}" }) { totalCount }`)} }`),
    /at most|more that 5000 tokens/,
  ],
  "100 aliases of what is dear": [
    json(`{ ${times(40, (n) => `a${n}: papers(first: 1) { facets { years { count } } }`)} }`),
    /This costs \d+ points/,
  ],
  "one field 4,000 times": [json(`{ papers { nodes { ${times(4_000, () => "title")} } } }`), /at most 500 fields/],
  "100,000 fields": [json(`{ papers { nodes { ${times(50_000, () => "id")} } } }`), /more that 5000 tokens/],
  "fields in each other, 200 times beside each other": [
    json(`{ papers { nodes { ${times(200, () => "authors { author { papers { nodes { id } } } }")} } } }`),
    /at most 500 fields/,
  ],
  "fragments in a circle": [
    json("{ papers { ...A } } fragment A on PaperConnection { ...B } fragment B on PaperConnection { ...A }"),
    /within itself/,
  ],
  "a fragment in itself, at every level": [
    json("{ topics { nodes { ...A } } } fragment A on Topic { parents { ...A } children { ...A } }"),
    /within itself/,
  ],
  "a chain of 400 fragments": [
    json(
      `{ papers { nodes { ...F0 } } } ${times(400, (n) => `fragment F${n} on Paper { id ...F${n + 1} }`)} fragment F400 on Paper { id }`,
    ),
    /at most 500 fields/,
  ],
  "fragments that double 11 times": [json(doubling(11)), /points|more than \d+ fields/],
  "200 fragments, each at the top": [
    json(`{ ${times(200, (n) => `...F${n}`)} } ${times(200, (n) => `fragment F${n} on Query { papers { totalCount } }`)}`),
    /at most/,
  ],
  "fields 200 deep": [json(`{ topics { nodes ${deep(200, "{ parents ", "{ slug }")} } }`), /at most 15 fields deep|at most 500/],
  "lists of lists of lists": [
    json(
      "{ papers(first: 100) { nodes { authors { author { papers(first: 100) { nodes { authors { author { papers(first: 100) { nodes { title } } } } } } } } } } }",
    ),
    /This costs \d+ points.* papers/,
  ],
  "900 directives on one field": [json(`{ __typename ${times(700, () => "@skip(if: false)")} }`), /at most 50 directives/],
  "1,000 unknown directives": [json(`query ${times(1_000, (n) => `@d${n}`)} { __typename }`), /at most 50 directives/],
  "1,000 variables": [json(`query (${times(1_000, (n) => `$v${n}: Int`)}) { __typename }`), /never used/],
  "1,000 operations": [json(times(1_000, (n) => `query Q${n} { __typename }`)), /at most 500|Must provide operation name/],
  "10,000 ids in the document": [json(`{ nodes(ids: [${times(10_000, (n) => `"${n}"`)}]) { id } }`), /more that 5000 tokens/],
  "4,000 ids in the document": [json(`{ nodes(ids: [${times(4_000, (n) => `"${n}"`)}]) { id } }`), /at most 100 ids, not 4000/],
  "1,000 ids in a variable": [json(IDS, { ids: Array.from({ length: 900 }, (_, n) => id(n)) }), /at most 100 ids, not 900/],
  "5,000 ids in a variable": [json(IDS, { ids: Array.from({ length: 3_000 }, (_, n) => id(n)) }), /at most 65536 bytes/],
  "1,000 references": [
    json("query ($refs: [String!]!) { resolve(refs: $refs) { ref } }", { refs: Array(1_000).fill("2401.10000") }),
    /at most 100/,
  ],
  "100,000 tokens": [json(`{ ${times(100_000, () => "a")} }`), /more that 5000 tokens/],
  "a name of 100,000 letters": [json(`{ ${"a".repeat(100_000)} }`), /Cannot query field/],
  "100 fields that nearly exist": [json(`{ papers { nodes { ${times(400, (n) => `titl${n}`)} } } }`), /Cannot query field/],
  "an introspection of types of fields of types": [
    json(`{ __schema { types ${deep(6, "{ fields { type ", "{ name }", "} }")} } }`),
    /Maximum introspection depth|at most/,
  ],
  "1,000 introspections": [
    json(`{ ${times(1_000, (n) => `a${n}: __schema { types { name } }`)} }`),
    /more that 5000 tokens|at most/,
  ],
  "100 introspections": [
    json(
      `{ ${times(50, (n) => `a${n}: __schema { types { name fields { name args { name type { name ofType { name } } } } } }`)} }`,
    ),
    /This costs \d+ points|at most/,
  ],
  "a tower of not in the document": [json(filtered(deep(1_000, "{ not: ", "{}"))), /at most 50 levels|nested too deeply/],
  "a tower of and in the document": [json(filtered(deep(600, "{ and: [", "{}", "] }"))), /at most 50 levels|nested too deeply/],
  "a tower of not in a variable": [nestedFilter(1_000, '{"not":', "}"), /at most 50 levels/],
  "a tower of and and or in a variable": [nestedFilter(1_000, '{"and":[{"or":[', "]}]}"), /at most 50 levels/],
  "a tower of 20,000": [nestedFilter(20_000, '{"not":', "}"), /at most 50 levels/],
  "a tower in brackets alone": [
    `{"query":"{ __typename }","variables":{"a":${"[".repeat(60_000)}${"]".repeat(60_000)}}}`,
    /at most 50 levels/,
  ],
  "a broad filter": [
    json(FILTER, { filter: { or: Array.from({ length: 90 }, () => ({ text: "a" })) } }),
    /at most 50 conditions/,
  ],
  "a filter of 1,000 values": [json(FILTER, { filter: { topics: { anyOf: Array(1_000).fill("cs.CV") } } }), /at most 100 values/],
  "a long text": [json(FILTER, { filter: { text: "a".repeat(60_000) } }), /at most 500 characters/],
  "a text of operators": [json(FILTER, { filter: { text: '-"a" OR '.repeat(60) } }), /points|^$/],
  "a number beyond numbers": [
    json("query ($first: Int) { papers(first: $first) { totalCount } }", { first: 1e300 }),
    /Int cannot represent/,
  ],
  "a batch of 1,000": [`[${times(1_000, () => json("{ __typename }"), ",")}]`, /at most 10 operations, not 1000/],
  "a batch of batches": [`[[${json("{ __typename }")}]]`, /POST body missing/],
  "an array of 100,000 numbers": [`[${times(100_000, () => "1", ",")}]`, /at most 10 operations/],
  "keys that would change all objects": [
    `{"query":"{ __typename }","__proto__":{"polluted":1}}`,
    /forbidden prototype property|JSON/,
  ],
  "what is no JSON": ["{".repeat(10_000), /JSON/],
  "a body of 10 MB": [json("#".repeat(10_000_000)), /at most 262144 bytes/],
};
