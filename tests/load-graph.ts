import { transaction } from "../src/database/sql";
import { deriveIndexes } from "../src/importers/derive-indexes";
import { storeVocabulary } from "../src/importers/store-vocabulary";
import { authorNames, type DraftPaper, slugOfAuthor, topics } from "./random-graphs";
import type { GraphPaper } from "./reference-evaluator";
import type { TestApp } from "./test-app";

/** Makes the tests' topics the only hierarchy, and their authors known whatever papers come and go. */
export async function loadSurroundings(app: TestApp): Promise<void> {
  await storeVocabulary(
    app.db,
    topics.map((topic) => ({ ...topic, description: null })),
  );
  await app.importRecords([{ title: "Of all authors", authors: authorNames }]);
}

/** Makes the database hold these papers and no others: through an import what records can say, by SQL what they cannot. Gives them in their order, with ids. */
export async function loadGraph(app: TestApp, drafts: readonly DraftPaper[]): Promise<GraphPaper[]> {
  await transaction(app.db, async (run) => {
    await run("delete from paper");
    await run("delete from repository");
    await run("delete from paper_topic_page");
    await run("delete from topic_count");
    await run("update topic set paper_count = 0 where paper_count <> 0");
  });
  const arxivIds = drafts.map((_, index) => `2401.${String(index).padStart(5, "0")}`);
  await app.importRecords(drafts.map((draft, index) => recordOf(draft, arxivIds[index]!)));
  await transaction(app.db, async (run) => {
    const rows = await run<{ paper: number; arxivId: string }>(`select row_id as paper, arxiv_id as "arxivId" from paper`);
    const rowOf = new Map(rows.map(({ paper, arxivId }) => [arxivId, paper]));
    const papers = drafts.map((draft, index) => ({ ...draft, paper: rowOf.get(arxivIds[index]!)! }));
    await run(
      `update repository r set star_count = v.stars, language = v.language, license = v.license
       from jsonb_to_recordset($1::jsonb) as v(url text, stars int, language text, license text) where r.url = v.url`,
      [JSON.stringify(papers.flatMap(({ links }) => links.map(({ repository }) => repository)))],
    );
    await run("delete from topic_link");
    await run(
      `insert into topic_link (paper, topic, source, kind, confidence) select v.paper, t.row_id, v.source, 'STATED_BY_SOURCE', v.confidence
       from jsonb_to_recordset($1::jsonb) as v(paper bigint, topic text, source text, confidence real) join topic t on t.slug = v.topic`,
      [JSON.stringify(papers.flatMap(({ paper, assertions }) => assertions.map((assertion) => ({ paper, ...assertion }))))],
    );
    await run(
      `update paper p set updated_at = v.updated_at, star_count = coalesce((select max(r.star_count)
         from repository_link l join repository r on r.row_id = l.repository where l.paper = p.row_id), 0)
       from jsonb_to_recordset($1::jsonb) as v(paper bigint, updated_at timestamptz) where p.row_id = v.paper`,
      [JSON.stringify(papers.map(({ paper, updatedAt }) => ({ paper, updated_at: updatedAt })))],
    );
    await run("create temp table loaded on commit drop as select row_id as paper from paper");
    await deriveIndexes(run, "loaded");
  });
  const { nodes } = (await app.query(`{ papers(first: 100) { nodes { id arxivId } } }`)).papers;
  const idOf = new Map<string, string>(nodes.map(({ id, arxivId }: { id: string; arxivId: string }) => [arxivId, id]));
  return drafts.map((draft, index) => ({ ...draft, authors: draft.authors.map(slugOfAuthor), id: idOf.get(arxivIds[index]!)! }));
}

function recordOf({ title, abstract, publishedOn, authors, days, links, upvotes }: DraftPaper, arxivId: string) {
  return {
    arxivId,
    title,
    abstract,
    publishedOn,
    authors,
    upvotes,
    days: days.map((day, index) => ({ day, position: index + 1, submittedBy: null })),
    repositories: links.map(({ repository, framework, isOfficial }) => ({ url: repository.url, framework, isOfficial })),
  };
}
