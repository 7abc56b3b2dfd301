import { retagPapers } from "../src/importers/retag";
import { storeVocabulary } from "../src/importers/store-vocabulary";
import { loadCategoryWeights } from "../src/topics/category-model";
import { createTagger } from "../src/topics/tagger";
import { loadVocabulary, type VocabularyTopic } from "../src/topics/vocabulary";
import { testTagger } from "./import-file";
import { useTestApp } from "./test-app";

const app = useTestApp();

const papers = [
  { arxivId: "2401.00001", title: "Graph Neural Networks for Link Prediction", abstract: "We propose wobbly gradients." },
  { arxivId: "2401.00002", title: "Wobbly Gradients", abstract: "Wobbly gradients are new.", categories: ["cs.LG"] },
  { arxivId: "2401.00003", title: "Image Denoising", abstract: null },
];
const wobbly: VocabularyTopic = {
  ...{ slug: "wobbly-gradients", name: "Wobbly Gradients", kind: "METHOD", parents: ["machine-learning"] },
  ...{ aliases: [], description: "Gradients that wobble." },
};
const wider = [...loadVocabulary(), wobbly];

interface Found {
  readonly title: string;
  readonly updatedAt: string;
  readonly topicLinks: readonly { topic: { slug: string }; evidence: readonly { kind: string; source: string }[] }[];
}

async function readPapers(): Promise<Map<string, Found>> {
  const { papers } = await app.query(
    "{ papers { nodes { title updatedAt topicLinks { topic { slug } confidence evidence { kind source } } } } }",
  );
  return new Map(papers.nodes.map((paper: Found) => [paper.title, paper]));
}
const slugs = (paper: Found) => paper.topicLinks.map(({ topic }) => topic.slug);

test("after a change of the vocabulary topics follow in what papers they are named, and nothing else is written; back again, all is as before", async () => {
  await app.importRecords(papers);
  await app.db.query(
    `insert into topic_link (paper, topic, source, kind, confidence)
     select p.row_id, t.row_id, 'ada', 'SET_BY_MEMBER', 1 from paper p, topic t where p.arxiv_id = '2401.00001' and t.slug = 'robotics'`,
  );
  const before = await readPapers();

  await storeVocabulary(app.db, wider);
  const seen: number[] = [];
  const tagger = createTagger(wider, loadCategoryWeights());
  expect(await retagPapers(app.db, tagger, { onProgress: ({ read }) => seen.push(read) })).toEqual({ read: 3, changed: 2 });
  expect(seen).toEqual([3]);
  const after = await readPapers();
  expect(slugs(after.get(papers[0]!.title)!)).toEqual(
    expect.arrayContaining(["wobbly-gradients", "link-prediction", "robotics"]),
  );
  expect(slugs(after.get(papers[1]!.title)!).sort()).toEqual(["cs-lg", "wobbly-gradients"]);
  expect(after.get(papers[2]!.title)).toEqual(before.get(papers[2]!.title));
  const { topic } = await app.query('{ topic(by: { slug: "wobbly-gradients" }) { paperCount } }');
  expect(topic.paperCount).toBe(2);

  const rows = () => app.db.query("select xmin::text, l.* from topic_link l order by paper, topic, source");
  const written = await rows();
  expect(await retagPapers(app.db, tagger)).toEqual({ read: 3, changed: 0 });
  expect(await rows()).toEqual(written);

  await storeVocabulary(app.db, loadVocabulary());
  await retagPapers(app.db, testTagger());
  const restored = await readPapers();
  for (const { title } of papers) expect(restored.get(title)!.topicLinks).toEqual(before.get(title)!.topicLinks);
});

test("what is stopped has tagged whole batches, and goes on", async () => {
  await app.importRecords(papers);
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(retagPapers(app.db, testTagger(), { signal })).rejects.toThrow("enough");
  expect(await retagPapers(app.db, testTagger())).toEqual({ read: 3, changed: 0 });
});
