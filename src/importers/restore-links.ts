import type { Run } from "../database/sql";
import type { CopiedEvidence } from "./copied";
import { deriveIndexes } from "./derive-indexes";
import type { PlacedPaper } from "./restore-papers";

/** Gives the links to repositories the ids of the copies, where nobody has them. */
export async function restoreLinkIds(run: Run, placed: readonly PlacedPaper[]): Promise<void> {
  const links = await linksOf(run, placed);
  await run(
    `/* restoreLinkIds */ update repository_link l set uid = n.uid
     from (select distinct on (uid) * from jsonb_to_recordset($1::jsonb) as told(paper bigint, repository bigint, uid uuid) order by uid, paper) n
     where l.paper = n.paper and l.repository = n.repository and not exists (select from repository_link o where o.uid = n.uid)`,
    [JSON.stringify(links)],
  );
}

/** Adds what members set, which no record tells, and computes again what rests on it. Gives the papers of which anything changed. */
export async function restoreMemberLinks(run: Run, placed: readonly PlacedPaper[]): Promise<Set<number>> {
  const topics = topicsOf(placed).filter(({ kind }) => kind === "SET_BY_MEMBER");
  const links = (await linksOf(run, placed)).map((link) => ({ ...link, evidence: link.evidence.filter(isSetByMember) }));
  const evidence = links.flatMap((link) => link.evidence.map((one) => ({ ...link, ...one })));
  if (topics.length + evidence.length === 0) return new Set();
  const tagged = await run<{ paper: number }>(
    `/* restoreMemberTopics */ insert into topic_link (paper, topic, source, kind, confidence, first_seen_at)
     select n.paper, t.row_id, n.source, n.kind, n.confidence, n.first_seen_at
     from jsonb_to_recordset($1::jsonb) as n(paper bigint, slug text, source text, kind text, confidence real, first_seen_at timestamptz) join topic t using (slug)
     on conflict do nothing returning paper`,
    [JSON.stringify(topics)],
  );
  await run(
    `/* restoreMemberLinks */ insert into repository_link (uid, paper, repository, is_official, framework)
     select case when exists (select from repository_link o where o.uid = n.uid) then gen_random_uuid() else n.uid end, n.paper, n.repository, n.is_official, n.framework
     from jsonb_to_recordset($1::jsonb) as n(uid uuid, paper bigint, repository bigint, is_official boolean, framework text) on conflict do nothing`,
    [JSON.stringify(evidence)],
  );
  const linked = await run<{ paper: number }>(
    `/* restoreMemberEvidence */ with added as (
       insert into link_evidence (link, kind, source, confidence, first_seen_at)
       select l.row_id, n.kind, n.source, n.confidence, n.first_seen_at
       from jsonb_to_recordset($1::jsonb) as n(paper bigint, repository bigint, kind text, source text, confidence real, first_seen_at timestamptz)
       join repository_link l using (paper, repository) on conflict do nothing returning link
     ) select l.paper from added a join repository_link l on l.row_id = a.link`,
    [JSON.stringify(evidence)],
  );
  const changed = new Set([...tagged, ...linked].map(({ paper }) => paper));
  if (changed.size > 0) await derive(run, [...changed]);
  return changed;
}

async function derive(run: Run, papers: readonly number[]): Promise<void> {
  await run("/* derive */ create temp table relinked_paper on commit drop as select unnest($1::bigint[]) as paper", [papers]);
  await run(`/* derive */ update repository r set paper_count = (select count(*) from repository_link l where l.repository = r.row_id)
    where r.row_id in (select repository from repository_link where paper in (select paper from relinked_paper))`);
  await run(`/* derive */ update paper p set star_count = best.stars
    from (
      select l.paper, coalesce(max(r.star_count), 0) as stars from repository_link l join repository r on r.row_id = l.repository
      where l.paper in (select paper from relinked_paper) group by l.paper
    ) best
    where p.row_id = best.paper and p.star_count <> best.stars`);
  await deriveIndexes(run, "relinked_paper");
  await run("/* derive */ drop table relinked_paper");
}

/** Topics and repositories of papers were first seen when the copy's instance saw them, if that was earlier. */
export async function restoreTimes(run: Run, placed: readonly PlacedPaper[]): Promise<void> {
  await run(
    `/* restoreTimes */ update topic_link l set first_seen_at = n.first_seen_at
     from (
       select n.paper, t.row_id as topic, n.source, min(n.first_seen_at) as first_seen_at
       from jsonb_to_recordset($1::jsonb) as n(paper bigint, slug text, source text, first_seen_at timestamptz) join topic t using (slug) group by 1, 2, 3
     ) n
     where l.paper = n.paper and l.topic = n.topic and l.source = n.source and l.first_seen_at > n.first_seen_at`,
    [JSON.stringify(topicsOf(placed))],
  );
  const evidence = (await linksOf(run, placed)).flatMap((link) => link.evidence.map((one) => ({ ...link, ...one })));
  await run(
    `/* restoreTimes */ update link_evidence e set first_seen_at = n.first_seen_at
     from (
       select l.row_id as link, n.kind, n.source, min(n.first_seen_at) as first_seen_at
       from jsonb_to_recordset($1::jsonb) as n(paper bigint, repository bigint, kind text, source text, first_seen_at timestamptz)
       join repository_link l using (paper, repository) group by 1, 2, 3
     ) n
     where e.link = n.link and e.kind = n.kind and e.source = n.source and e.first_seen_at > n.first_seen_at`,
    [JSON.stringify(evidence)],
  );
}

const isSetByMember = ({ kind }: { readonly kind: string }): boolean => kind === "SET_BY_MEMBER";

const evidenceOf = <K extends string>({ kind, source, confidence, firstSeenAt }: CopiedEvidence<K>) => ({
  kind,
  source,
  confidence,
  first_seen_at: firstSeenAt,
});

const topicsOf = (placed: readonly PlacedPaper[]) =>
  placed.flatMap(({ copy, paper }) => copy.topics.map((link) => ({ paper, slug: link.topic, ...evidenceOf(link) })));

/** The links of the copies whose repositories are here, by address or former address. */
async function linksOf(run: Run, placed: readonly PlacedPaper[]) {
  const urls = placed.flatMap(({ copy }) => copy.repositories.map(({ url }) => url.toLowerCase()));
  const rows = await run<{ key: string; repository: number }>(
    `/* linksOf */ select lower(url collate "C") as key, row_id as repository from repository where lower(url collate "C") = any($1::text[])
     union all select url_key, repository from repository_alias where url_key = any($1::text[])`,
    [urls],
  );
  const rowOf = new Map(rows.map(({ key, repository }) => [key, repository]));
  return placed.flatMap(({ copy, paper }) =>
    copy.repositories.flatMap(({ uid, url, isOfficial, framework, evidence }) => {
      const repository = rowOf.get(url.toLowerCase());
      const own = { paper, uid, is_official: isOfficial, framework, evidence: evidence.map(evidenceOf) };
      return repository === undefined ? [] : [{ ...own, repository }];
    }),
  );
}
