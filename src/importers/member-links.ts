import type { Run, Transaction } from "../database/sql";
import type { RepositoryAddress } from "../repositories/repository-url";
import { deriveIndexes } from "./derive-indexes";
import { lockImports } from "./import-lock";
import { createRepositories } from "./merge-links";

/** Who says what members say. */
export const MEMBERS = "members";

/** How sure what members say is. */
const CONFIDENCE = 1;

/** What a member says of a repository of a paper; null: does not say. */
export interface MemberLink {
  readonly repository: RepositoryAddress;
  readonly isOfficial: boolean | null;
  readonly framework: string | null;
}

/** Links a repository to a paper by a member's word, which goes before what sources say; gives the uid of the link, and whether anything changed. */
export async function linkByMember(
  run: Transaction,
  paper: number,
  { repository: { url, host, owner, name }, isOfficial, framework }: MemberLink,
): Promise<{ uid: string; isChanged: boolean }> {
  await lockImports(run);
  await run(
    "/* linkByMember */ create temp table told_repository on commit drop as select $1::text as url, $2::text as host, $3::text as owner, $4::text as name",
    [url, host, owner, name],
  );
  await createRepositories(run.send, "told_repository");
  const [link] = await run<{ rowId: number; uid: string; repository: number; isChanged: boolean }>(
    `/* linkByMember */ with told as (
       select coalesce((select f.repository from repository_alias f where f.url_key = lower($2::text collate "C")),
         (select r.row_id from repository r where lower(r.url collate "C") = lower($2::text collate "C"))) as repository
     ), written as (
       insert into repository_link as l (paper, repository, is_official, framework, told_url, set_official, set_framework, sort_on)
       select $1, t.repository, coalesce($3, false), $4, $2, $3, $4, p.sort_on from told t join paper p on p.row_id = $1
       on conflict (paper, repository) do update set is_official = coalesce($3, l.is_official), framework = coalesce($4, l.framework),
         set_official = coalesce($3, l.set_official), set_framework = coalesce($4, l.set_framework) returning l.*
     ), said as (
       insert into link_evidence (link, kind, source, confidence) select row_id, 'SET_BY_MEMBER', '${MEMBERS}', ${CONFIDENCE} from written
       on conflict do nothing returning link
     )
     select w.row_id as "rowId", w.uid, w.repository, exists (select from said) or $3::boolean is not null or $4::text is not null as "isChanged" from written w`,
    [paper, url, isOfficial, framework],
  );
  await run.send(
    "/* linkByMember */ update repository set paper_count = (select count(*) from repository_link where repository = $1) where row_id = $1",
    [link!.repository],
  );
  await run.send(
    `/* linkByMember */ update paper p set star_count = greatest(p.star_count, (select r.star_count from repository r where r.row_id = $2)) where p.row_id = $1`,
    [paper, link!.repository],
  );
  if (link!.isChanged) await deriveChanged(run, paper);
  await run("/* linkByMember */ drop table told_repository");
  return link!;
}

/** Says of a paper that it is about these topics, and not about those, whatever sources and its text say; gives whether anything changed. Rows of topics. */
export async function setTopicsByMember(
  run: Transaction,
  paper: number,
  add: readonly number[],
  remove: readonly number[],
): Promise<boolean> {
  await lockImports(run);
  const changes = await run(
    `/* setTopicsByMember */ with allowed as (delete from topic_exclusion where paper = $1 and topic = any($2::int[]) returning topic),
     added as (
       insert into topic_link (paper, topic, source, kind, confidence) select $1, topic, '${MEMBERS}', 'SET_BY_MEMBER', ${CONFIDENCE} from unnest($2::int[]) as topic
       on conflict do nothing returning topic
     ), excluded as (
       insert into topic_exclusion (paper, topic) select $1, topic from unnest($3::int[]) as topic on conflict do nothing returning topic
     ), removed as (delete from topic_link where paper = $1 and topic = any($3::int[]) returning topic)
     select topic from allowed union select topic from added union select topic from excluded union select topic from removed`,
    [paper, add, remove],
  );
  if (changes.length > 0) await deriveChanged(run, paper);
  return changes.length > 0;
}

/** Takes from the papers in a table what members took from them, and sources or their texts gave them again. Before what rests on it is computed. */
export async function excludeTopics(run: Run, papers: string): Promise<void> {
  await run(
    `/* excludeTopics */ delete from topic_link l using topic_exclusion x where l.paper = x.paper and l.topic = x.topic and x.paper in (select paper from ${papers})`,
  );
}

async function deriveChanged(run: Transaction, paper: number): Promise<void> {
  await run("/* deriveChanged */ create temp table changed_paper on commit drop as select $1::bigint as paper", [paper]);
  await run.send("/* deriveChanged */ update paper set updated_at = now() where row_id = $1", [paper]);
  await deriveIndexes(run.send, "changed_paper");
  await run("/* deriveChanged */ drop table changed_paper");
}

/** Gives what members said of papers that are gone to those that they turned out to be. To be called before they go. */
export async function moveMemberLinks(run: Run, gone: readonly number[], heirs: readonly (number | null)[]): Promise<void> {
  const moved = "unnest($1::bigint[], $2::bigint[]) as m(paper, heir)";
  await run(
    `/* moveMemberTopics */ with topics as (
       insert into topic_link (paper, topic, source, kind, confidence, first_seen_at)
       select distinct on (m.heir, l.topic, l.source) m.heir, l.topic, l.source, l.kind, l.confidence, l.first_seen_at from ${moved} join topic_link l on l.paper = m.paper
       where m.heir is not null and l.kind = 'SET_BY_MEMBER' order by m.heir, l.topic, l.source, l.first_seen_at on conflict do nothing
     )
     insert into topic_exclusion (paper, topic) select distinct m.heir, x.topic from ${moved} join topic_exclusion x on x.paper = m.paper where m.heir is not null on conflict do nothing`,
    [gone, heirs],
  );
  await run(
    `/* moveMemberLinks */ with told as (
       select distinct on (m.heir, l.repository) m.heir, l.* from ${moved} join repository_link l on l.paper = m.paper
       where m.heir is not null and (exists (select from link_evidence e where e.link = l.row_id and e.kind = 'SET_BY_MEMBER') or exists (select from link_dispute d where d.link = l.row_id))
       order by m.heir, l.repository, l.row_id
     ), links as (
       insert into repository_link as own (paper, repository, is_official, framework, told_url, set_official, set_framework, sort_on)
       select heir, repository, is_official, framework, told_url, set_official, set_framework, sort_on from told
       on conflict (paper, repository) do update set set_official = coalesce(own.set_official, excluded.set_official), set_framework = coalesce(own.set_framework, excluded.set_framework)
       returning row_id, paper, repository
     ), disputes as (
       insert into link_dispute (link, member, reason, disputed_at) select distinct on (k.row_id, d.member) k.row_id, d.member, d.reason, d.disputed_at
       from links k join told t on t.heir = k.paper and t.repository = k.repository join link_dispute d on d.link = t.row_id order by k.row_id, d.member on conflict do nothing
     )
     insert into link_evidence (link, kind, source, confidence, first_seen_at) select k.row_id, e.kind, e.source, e.confidence, e.first_seen_at
     from links k join told t on t.heir = k.paper and t.repository = k.repository join link_evidence e on e.link = t.row_id and e.kind = 'SET_BY_MEMBER' on conflict do nothing`,
    [gone, heirs],
  );
  await run(
    `/* movePlaces */ update trending_entry t set paper = m.heir from ${moved} where t.paper = m.paper and m.heir is not null
     and not exists (select from trending_entry o where o.paper = m.heir and o.time_window = t.time_window and o.day = t.day and o.rank < t.rank)
     and not exists (select from unnest($1::bigint[], $2::bigint[]) as n(paper, heir) join trending_entry o on o.paper = n.paper
       where n.heir = m.heir and o.time_window = t.time_window and o.day = t.day and o.rank < t.rank)`,
    [gone, heirs],
  );
  await run(
    `/* moveSamples */ insert into upvote_sample (paper, day, upvotes) select distinct on (m.heir, s.day) m.heir, s.day, s.upvotes
     from ${moved} join upvote_sample s on s.paper = m.paper where m.heir is not null order by m.heir, s.day, s.upvotes desc
     on conflict (paper, day) do update set upvotes = greatest(upvote_sample.upvotes, excluded.upvotes)`,
    [gone, heirs],
  );
  await run(`/* moveSubmissions */ update submission s set paper = m.heir from ${moved} where s.paper = m.paper`, [gone, heirs]);
}
