import type { Run } from "../database/sql";
import { foldPhrase } from "../topics/tagger";
import type { ComposedLabel, ComposedPaper } from "./compose";
import { type Move, settleNames } from "./settle-names";
import { isNaming, labelKey, type NamedTopic, topicsByKey } from "./topic-labels";

/** A computed paper with its row. */
interface Labelled {
  readonly paper: number;
  /** Null for one that is there. */
  readonly slug: string | null;
  readonly composed: ComposedPaper;
}

/** A label of a paper, as it is kept. */
interface Kept extends NamedTopic {
  readonly paper: number;
  readonly source: string;
  readonly confidence: number;
}

const nameOf = ({ paper, source, scheme, label }: Kept): string => `${paper} ${source} ${scheme} ${label}`;

/**
 * Keeps what sources call the topics of papers, so that a topic which comes later finds them; what names no topic yet becomes one where its scheme says so.
 * Gives the topics of all labels by `labelKey`, those that stand for none are absent, and the names that lead elsewhere now. arXiv's categories are the vocabulary's, and not kept.
 * `left` are folded names that papers bore which are gone.
 */
export async function labelPapers(
  run: Run,
  papers: readonly Labelled[],
  left: readonly string[],
): Promise<{ topics: Map<string, number>; moves: Move[] }> {
  const labels = papers.flatMap(({ composed }) => composed.labels);
  const wanted = new Map<string, Kept>();
  for (const { paper, composed } of papers)
    for (const label of composed.labels.filter(isKept)) {
      const kept = { ...label, paper };
      const { confidence } = wanted.get(nameOf(kept)) ?? { confidence: 0 }; // the database keeps four bytes of it
      wanted.set(nameOf(kept), { ...kept, confidence: Math.max(Math.fround(label.confidence), confidence) });
    }
  const former = await readLabels(
    run,
    papers.flatMap(({ paper, slug }) => (slug === null ? [paper] : [])),
  );
  const known = new Map(former.map((label) => [nameOf(label), label]));
  const gone = former.filter((label) => !wanted.has(nameOf(label)));
  const news = [...wanted].flatMap(([name, label]) => (known.get(name)?.confidence === label.confidence ? [] : [label]));
  await deleteLabels(run, gone);
  await writeLabels(run, news);
  const namesOf = (some: readonly Kept[]) => some.filter(isNaming).map(({ label }) => foldPhrase(label));
  const moves = await settleNames(run, namesOf(news.filter((label) => !known.has(nameOf(label)))), [...left, ...namesOf(gone)]);
  const topics = await topicsByKey(
    run,
    labels.map(({ label }) => foldPhrase(label)),
  );
  return {
    topics: new Map(
      labels.flatMap((label) => {
        const topic = topics.get(foldPhrase(label.label));
        return topic === undefined ? [] : [[labelKey(label), topic] as const];
      }),
    ),
    moves,
  };
}

const isKept = ({ scheme, label }: ComposedLabel): boolean => scheme !== "ARXIV" && foldPhrase(label) !== "";

async function readLabels(run: Run, papers: readonly number[]): Promise<Kept[]> {
  if (papers.length === 0) return [];
  const rows = await run<Kept>(
    `/* readLabels */ select p.paper, l.scheme, l.label, p.source, p.confidence from paper_label p join label l on l.row_id = p.label where p.paper = any($1::bigint[])`,
    [papers],
  );
  return rows.map((row) => ({ ...row, confidence: Math.fround(row.confidence) }));
}

async function deleteLabels(run: Run, gone: readonly Kept[]): Promise<void> {
  if (gone.length === 0) return;
  await run(
    `/* deleteLabels */ delete from paper_label p using jsonb_to_recordset($1::jsonb) as n(paper bigint, scheme text, label text, source text), label l
     where l.label = n.label and l.scheme = n.scheme and p.paper = n.paper and p.label = l.row_id and p.source = n.source`,
    [JSON.stringify(gone)],
  );
}

async function writeLabels(run: Run, news: readonly Kept[]): Promise<void> {
  if (news.length === 0) return;
  const labels = new Map(
    news.map((one) => [labelKey(one), { scheme: one.scheme, label: one.label, label_key: foldPhrase(one.label) }]),
  );
  await run(
    `/* writeLabels */ insert into label (scheme, label, label_key) select n.scheme, n.label, n.label_key
     from jsonb_to_recordset($1::jsonb) as n(scheme text, label text, label_key text)
     where not exists (select from label l where l.label = n.label and l.scheme = n.scheme) on conflict do nothing`,
    [JSON.stringify([...labels.values()])],
  );
  await run(
    `/* writeLabels */ insert into paper_label (paper, label, source, confidence) select n.paper, l.row_id, n.source, n.confidence
     from jsonb_to_recordset($1::jsonb) as n(paper bigint, scheme text, label text, source text, confidence real) join label l using (label, scheme)
     on conflict (paper, label, source) do update set confidence = excluded.confidence`,
    [JSON.stringify(news)],
  );
}
