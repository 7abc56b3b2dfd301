import type { Send } from "../database/sql";

/** Makes the papers' topics and repositories what the staged tables say, with their evidence; what is equal already is not written. */
export async function mergeLinks(send: Send): Promise<void> {
  await mergeTopics(send);
  await mergeRepositories(send);
  // Stars move by themselves: they are no change of the paper.
  await send(`/* mergeLinks */ update paper p set star_count = best.stars
    from (
      select s.paper, coalesce(max(r.star_count), 0) as stars from staged_paper s
      left join repository_link l on l.paper = s.paper left join repository r on r.row_id = l.repository group by s.paper
    ) best
    where p.row_id = best.paper and p.star_count <> best.stars`);
  await send(
    "/* mergeLinks */ update paper p set updated_at = now() from touched_paper t where p.row_id = t.paper and p.updated_at < now()::timestamptz(3)",
  );
}

/** What members set (SET_BY_MEMBER) is theirs: no import takes it away. */
async function mergeTopics(send: Send): Promise<void> {
  await send(`/* mergeTopics */ with gone as (
      delete from topic_link l using staged_paper s where l.paper = s.paper and s.slug is null and l.kind <> 'SET_BY_MEMBER'
        and not exists (select from staged_topic w where w.paper = l.paper and w.topic = l.topic and w.source = l.source) returning l.paper
    ), written as (
      insert into topic_link (paper, topic, source, kind, confidence) select paper, topic, source, kind, confidence from staged_topic
      on conflict (paper, topic, source) do update set kind = excluded.kind, confidence = excluded.confidence
        where (topic_link.kind, topic_link.confidence) is distinct from (excluded.kind, excluded.confidence) returning paper
    )
    insert into touched_paper select paper from gone union select paper from written`);
}

async function mergeRepositories(send: Send): Promise<void> {
  await send(`/* mergeRepositories */ update staged_repository s set url = r.url, host = r.host, owner = r.owner, name = r.name
    from repository_alias f join repository r on r.row_id = f.repository where f.url_key = lower(s.url collate "C")`);
  await createRepositories(send, "staged_repository");
  await send(`/* mergeRepositories */ create temp table staged_link on commit drop as
    select s.paper, r.row_id as repository, bool_or(s.is_official) as is_official, min(s.framework collate "C") as framework, min(s.url collate "C") as told_url
    from staged_repository s join repository r on lower(r.url collate "C") = lower(s.url collate "C") group by s.paper, r.row_id`);
  await send("/* mergeRepositories */ create temp table touched_link (paper bigint, repository bigint) on commit drop");
  await send(`/* mergeRepositories */ with gone as (
      delete from repository_link l using staged_paper s where l.paper = s.paper
        and not exists (select from staged_link w where w.paper = l.paper and w.repository = l.repository)
        and not exists (select from link_evidence e where e.link = l.row_id and e.kind = 'SET_BY_MEMBER') returning l.paper, l.repository
    ), written as (
      insert into repository_link (paper, repository, is_official, framework, told_url) select paper, repository, is_official, framework, told_url from staged_link
      on conflict (paper, repository) do update set is_official = coalesce(repository_link.set_official, excluded.is_official), framework = coalesce(repository_link.set_framework, excluded.framework), told_url = excluded.told_url
        where (repository_link.is_official, repository_link.framework, repository_link.told_url)
          is distinct from (coalesce(repository_link.set_official, excluded.is_official), coalesce(repository_link.set_framework, excluded.framework), excluded.told_url) returning paper, repository
    )
    insert into touched_link select paper, repository from gone union select paper, repository from written`);
  await mergeEvidence(send);
  await send(`/* mergeRepositories */ update repository r set paper_count = (select count(*) from repository_link l where l.repository = r.row_id)
    where r.row_id in (select repository from touched_link)`);
  await send("/* mergeRepositories */ insert into touched_paper select distinct paper from touched_link");
}

async function mergeEvidence(send: Send): Promise<void> {
  await send(`/* mergeEvidence */ with wanted as (
      select l.row_id as link, s.evidence as kind, s.source, max(s.confidence) as confidence
      from staged_repository s join repository r on lower(r.url collate "C") = lower(s.url collate "C")
      join repository_link l on l.paper = s.paper and l.repository = r.row_id group by l.row_id, s.evidence, s.source
    ), gone as (
      delete from link_evidence e using repository_link l, staged_paper s where e.link = l.row_id and l.paper = s.paper and e.kind <> 'SET_BY_MEMBER'
        and not exists (select from wanted w where w.link = e.link and w.kind = e.kind and w.source = e.source) returning e.link
    ), written as (
      insert into link_evidence (link, kind, source, confidence) select link, kind, source, confidence from wanted
      on conflict (link, kind, source) do update set confidence = excluded.confidence where link_evidence.confidence <> excluded.confidence returning link
    )
    insert into touched_link select l.paper, l.repository from repository_link l where l.row_id in (select link from gone union select link from written)`);
}

/** Makes the repositories in a table of addresses that are not known yet, neither by address nor by a former one. One may be written in several cases. */
export async function createRepositories(send: Send, addresses: string): Promise<void> {
  await send(`/* createRepositories */ insert into repository (url, host, owner, name)
    select distinct on (lower(url collate "C")) url, host, owner, name from ${addresses} a
    where not exists (select from repository_alias f where f.url_key = lower(a.url collate "C"))
    order by lower(url collate "C"), url collate "C"
    on conflict (lower(url collate "C")) do nothing`);
}
