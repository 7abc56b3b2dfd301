import fc from "fast-check";
import { globalId } from "../../src/graphql/node-id";
import type { LabelScheme, TopicRecord } from "../../src/importers/importer";
import { papergraph } from "../../src/importers/papergraph";
import { storeVocabulary } from "../../src/importers/store-vocabulary";
import { upsertBatch } from "../../src/importers/upsert";
import { foldPhrase } from "../../src/topics/phrase";
import { loadVocabulary } from "../../src/topics/vocabulary";
import { exportFile } from "../export-file";
import { dumpGraph, emptyGraph } from "../graph-dump";
import { importFile, testTagger } from "../import-file";
import { runs } from "../many";
import type { TestRecord } from "../test-app";
import { useTestApp } from "../test-app";

const app = useTestApp();

beforeEach(() => emptyGraph(app.db));

const METHOD = "PAPERS_WITH_CODE_METHOD";

const topic = (name: string, changes: Partial<TopicRecord> = {}): TopicRecord => ({
  kind: "topic",
  sourceKey: name,
  scheme: METHOD,
  name,
  parents: [],
  aliases: [],
  recordLicense: null,
  ...changes,
});

const labelled = (number: number, label: string, scheme: LabelScheme = "KEYWORD"): TestRecord => ({
  title: `Labelled ${number}`,
  arxivId: `2401.0000${number}`,
  labels: [{ scheme, label, confidence: 0.5 }],
});

type Told = TopicRecord | TestRecord;

async function tell(told: Told): Promise<void> {
  if ("parents" in told) await upsertBatch(app.db, "methods", [told], testTagger());
  else await app.importRecords([told], "labels");
}

function ordersOf<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((first, index) => ordersOf(items.filter((_, other) => other !== index)).map((rest) => [first, ...rest]));
}

/** So many orders of a few records show what differs. */
const MOST_ORDERS = 4;

/** Tells these in several orders, and expects one graph whatever it is. */
async function inAnyOrder(...told: readonly Told[]): Promise<void> {
  let first: string[] | null = null;
  const orders = ordersOf(told);
  for (const order of orders.filter((_, index) => index % Math.ceil(orders.length / MOST_ORDERS) === 0)) {
    await emptyGraph(app.db);
    for (const one of order) await tell(one);
    first ??= await dumpGraph(app.db);
    expect(await dumpGraph(app.db)).toEqual(first);
  }
}

const topicsOf = async (number: number) =>
  (
    await app.query("query ($id: String!) { paper(by: { arxivId: $id }) { topicLinks { topic { name } confidence } } }", {
      id: `2401.0000${number}`,
    })
  ).paper.topicLinks.map(({ topic, confidence }: any) => [topic.name, confidence]);

/** A topic by its slug or a name that leads to it; as the database knows it now, since the service may remember names for a second. */
async function find(name: string): Promise<any> {
  const rows = await app.db.query(
    "select uid from topic where slug = $1 union select t.uid from topic t join topic_alias a on a.topic = t.row_id where a.alias_key = $2",
    [name, foldPhrase(name)],
  );
  if (rows.length === 0) return null;
  const id = globalId({ __typename: "Topic", uid: rows[0].uid });
  return (
    await app.query(
      "query ($id: ID!) { node(id: $id) { ... on Topic { slug name kind aliases paperCount parents { name } } } }",
      { id },
    )
  ).node;
}

test("a keyword finds the topic that comes later, by its name or by what else it is known as", async () => {
  await inAnyOrder(labelled(1, "node wobbling"), labelled(2, "NodeWob"), topic("Node Wobbling", { aliases: ["NodeWob"] }));
  expect([await topicsOf(1), await topicsOf(2)]).toEqual([[["Node Wobbling", 0.5]], [["Node Wobbling", 0.5]]]);
  expect(await find("node-wobbling")).toMatchObject({ paperCount: 2, aliases: ["NodeWob"] });
});

test("what records only know a topic as leads away from it when there is a topic of that name", async () => {
  await inAnyOrder(topic("Node Wobbling", { aliases: ["Graph Shaking"] }), topic("Graph Shaking"), labelled(1, "graph shaking"));
  expect(await topicsOf(1)).toEqual([["Graph Shaking", 0.5]]);
  await inAnyOrder(topic("Node Wobbling", { aliases: ["Graph Shaking"] }), labelled(1, "Graph Shaking", METHOD));
  expect((await find("node-wobbling")).aliases).toEqual([]);
});

test("a name that several topics are known as leads to the first in the alphabet", async () => {
  await inAnyOrder(topic("Wobbling B", { aliases: ["Wob"] }), topic("Wobbling A", { aliases: ["Wob"] }), labelled(1, "wob"));
  expect(await topicsOf(1)).toEqual([["Wobbling A", 0.5]]);
});

test("of several ways to write a name the last in the alphabet is shown, and the widest kind", async () => {
  await inAnyOrder(
    topic("Node Wobbling", { sourceKey: "a" }),
    topic("node wobblings", { sourceKey: "b", scheme: "PAPERS_WITH_CODE_TASK" }),
    labelled(1, "Node-wobbling", "PAPERS_WITH_CODE_TASK"),
  );
  expect(await find("node-wobbling")).toMatchObject({
    slug: "node-wobblings",
    name: "node wobblings",
    kind: "TASK",
    paperCount: 1,
  });
});

test("a topic that nothing names any more is none, and its papers, parents and other names are without it", async () => {
  await tell(topic("Node Wobbling", { sourceKey: "a", parents: ["Wobbling"], aliases: ["NodeWob"] }));
  await tell(labelled(1, "Edge Wobbling", METHOD));
  await tell(labelled(2, "node wobbling"));
  await tell(topic("Node Shaking", { sourceKey: "a", parents: ["Shaking"], aliases: ["NodeWob"] }));
  await tell(labelled(1, "Edge Shaking", METHOD));
  for (const gone of ["node-wobbling", "wobbling", "edge-wobbling"]) expect(await find(gone)).toBeNull();
  expect(await topicsOf(2)).toEqual([]);
  expect(await find("NodeWob")).toMatchObject({ name: "Node Shaking", parents: [{ name: "Shaking" }] });
  expect(await find("edge-shaking")).toMatchObject({ paperCount: 1 });
  await upsertBatch(app.db, "labels", [{ kind: "deleted", sourceKey: "2401.00001", changedAt: null }], testTagger());
  expect(await find("edge-shaking")).toBeNull();
});

test("a topic that a member set of a paper stays, though nothing names it any more", async () => {
  await tell(topic("Node Wobbling", { sourceKey: "a" }));
  await tell(labelled(1, "other"));
  await app.db.query(`insert into topic_link (paper, topic, source, kind, confidence)
    select p.row_id, t.row_id, 'ada', 'SET_BY_MEMBER', 1 from paper p, topic t where t.slug = 'node-wobbling'`);
  await tell(topic("Node Shaking", { sourceKey: "a" }));
  expect(await topicsOf(1)).toEqual([["Node Wobbling", 1]]);
});

test("records that contradict each other on what is above what leave out the same, in any order", async () => {
  await inAnyOrder(
    topic("Wobbling A", { parents: ["Wobbling B"] }),
    topic("Wobbling B", { parents: ["Wobbling C"] }),
    topic("Wobbling C", { parents: ["Wobbling A"] }),
    labelled(1, "wobbling a"),
  );
  expect([(await find("wobbling-a")).parents, (await find("wobbling-c")).parents]).toEqual([[{ name: "Wobbling B" }], []]);
});

test("the words of a slug of the vocabulary name its topic, and no other", async () => {
  await inAnyOrder(topic("Joint Embedding Prediction"), labelled(1, "joint-embedding prediction", METHOD));
  expect(await topicsOf(1)).toEqual([["Joint-Embedding Predictive Architectures", 0.5]]);
});

test("what sources know a topic of the vocabulary as is kept when the vocabulary is stored again", async () => {
  await tell(topic("Graph Neural Networks", { aliases: ["Wobbly Nets"] }));
  await tell(labelled(1, "wobbly net"));
  expect(await topicsOf(1)).toEqual([["Graph Neural Networks", 0.5]]);
  expect(await storeVocabulary(app.db)).toBe(false);
  expect(await find("wobbly nets")).toMatchObject({ slug: "graph-neural-networks" });
});

test("a vocabulary that names what sources named takes it over, and one that does not gives it back", async () => {
  await tell(topic("Node Wobbling", { parents: ["Wobbling"], aliases: ["NodeWob"] }));
  for (const [number, label] of ["node wobbling", "NodeWob"].entries()) await tell(labelled(number + 1, label));
  const before = await dumpGraph(app.db);
  const vocabulary = loadVocabulary();
  const wobbling = {
    slug: "wobbles",
    name: "Wobbles",
    kind: "METHOD",
    description: "They wobble.",
    parents: ["machine-learning"],
    aliases: ["Node Wobbling"],
  } as const;
  await storeVocabulary(app.db, [...vocabulary, wobbling]);
  expect([await topicsOf(1), await topicsOf(2)]).toEqual([[["Wobbles", 0.5]], [["Wobbles", 0.5]]]);
  expect(await find("node-wobbling")).toMatchObject({ slug: "wobbles", paperCount: 2, parents: [{ name: "Machine Learning" }] });
  await storeVocabulary(app.db, [...vocabulary, { ...wobbling, aliases: [] }]);
  expect(await find("node-wobbling")).toMatchObject({ slug: "node-wobbling", paperCount: 2, parents: [{ name: "Wobbling" }] });
  await app.db.query("delete from topic where slug = 'wobbles'");
  expect(await dumpGraph(app.db)).toEqual(before);
});

test("a copy of a graph finds the same topics by the same names", async () => {
  await tell(labelled(1, "node wobbling"));
  await tell(labelled(2, "Edge Wobblings", METHOD));
  await tell(topic("Node Wobbling", { parents: ["Wobbling"], aliases: ["NodeWob"] }));
  await tell(topic("edge wobbling"));
  const before = await dumpGraph(app.db);
  const { path } = await exportFile(app.db);
  await emptyGraph(app.db);
  await importFile(app.db, papergraph, path);
  expect(await dumpGraph(app.db)).toEqual(before);
  expect(await importFile(app.db, papergraph, path)).toMatchObject({ added: 0, changed: 0 });
});

test("a topic of a copy is called as it was there, though the papers that call it so come after it", async () => {
  await tell(labelled(1, "Edge Wobblings", METHOD));
  await tell(topic("Edge Wobbling"));
  const { path, text } = await exportFile(app.db);
  await emptyGraph(app.db);
  await importFile(app.db, papergraph, path, {
    limit: text.split("\n").filter((line) => line.startsWith('{"kind":"topic"')).length,
  });
  expect(await find("Edge Wobbling")).toMatchObject({ slug: "edge-wobblings", name: "Edge Wobblings", paperCount: 0 });
});

test("the order in which topics and the labels of papers come, and how they are batched, does not show in the graph", async () => {
  const name = fc.constantFrom(
    "Node Wobbling",
    "node wobblings",
    "Wobbling",
    "Shaking",
    "Graph Neural Networks",
    "Computer Vision",
    "NW",
  );
  const scheme = fc.constantFrom<LabelScheme>("PAPERS_WITH_CODE_TASK", METHOD, "PAPERS_WITH_CODE_AREA");
  const topics = fc
    .record({
      sourceKey: fc.constantFrom("a", "b", "c", "d"),
      scheme,
      name,
      parents: fc.array(name, { maxLength: 2 }),
      aliases: fc.array(name, { maxLength: 2 }),
    })
    .map((fields): Told => topic(fields.name, fields));
  const papers = fc
    .tuple(fc.nat(4), name, fc.oneof(scheme, fc.constant<LabelScheme>("KEYWORD")))
    .map(([number, label, of]): Told => labelled(number, label, of));
  const keyOf = (told: Told) => ("parents" in told ? `topic ${told.sourceKey}` : told.arxivId);
  const all = fc.uniqueArray(fc.oneof(topics, papers), { selector: keyOf, minLength: 2, maxLength: 7 });
  const former = fc.array(fc.oneof(topics, papers), { maxLength: 3 });
  const arrivals = fc.tuple(all, former).chain(([told, former]) =>
    fc.record({
      told: fc.constant(told),
      former: fc.constant(former.filter((one) => told.some((other) => keyOf(one) === keyOf(other)))),
      shuffled: fc.shuffledSubarray(told, { minLength: told.length }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(arrivals, async ({ told, former, shuffled }) => {
      await emptyGraph(app.db);
      await upsertBatch(
        app.db,
        "methods",
        told.filter((one) => "parents" in one),
        testTagger(),
      );
      await app.importRecords(told.filter((one) => !("parents" in one)) as TestRecord[], "labels");
      const expected = await dumpGraph(app.db);
      await emptyGraph(app.db);
      for (const one of [...former, ...shuffled]) await tell(one);
      expect(await dumpGraph(app.db)).toEqual(expected);
    }),
    { numRuns: runs(2, 10), endOnFailure: true },
  );
}, 120_000);
