import type { Run } from "../database/sql";
import type { MappedScheme, VocabularyTopic } from "../topics/vocabulary-topic";

const schemes: Readonly<Record<MappedScheme, string>> = {
  openalex: "OPENALEX",
  papersWithCode: "PAPERS_WITH_CODE",
  github: "GITHUB",
};

/** Brings what other lists of topics call the topics of a vocabulary to what it says; a category is its arXiv code. Gives the number of rows that changed. */
export async function writeMappings(run: Run, vocabulary: readonly VocabularyTopic[]): Promise<number> {
  const rows = vocabulary.flatMap(({ slug, kind, aliases, mappings = {} }) => [
    ...(kind === "CATEGORY" ? aliases.map((value) => ({ slug, scheme: "ARXIV", value })) : []),
    ...Object.entries(mappings).flatMap(([scheme, values]) =>
      values.map((value) => ({ slug, scheme: schemes[scheme as MappedScheme], value })),
    ),
  ]);
  const [row] = await run<{ count: number }>(
    `/* writeMappings */ with wanted as (
       select v.scheme, v.value, t.row_id as topic from jsonb_to_recordset($1::jsonb) as v(slug text, scheme text, value text) join topic t using (slug)
     ), gone as (
       delete from topic_mapping m using topic t where t.row_id = m.topic and t.slug = any($2::text[])
         and not exists (select from wanted w where w.scheme = m.scheme and w.value = m.value) returning 1
     ), written as (
       insert into topic_mapping (scheme, value, topic) select * from wanted
       on conflict (scheme, value) do update set topic = excluded.topic where topic_mapping.topic <> excluded.topic returning 1
     ) select (select count(*) from gone) + (select count(*) from written) as count`,
    [JSON.stringify(rows), vocabulary.map(({ slug }) => slug)],
  );
  return row!.count;
}
