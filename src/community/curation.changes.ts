import type { Context } from "../context";
import { parseGlobalId } from "../graphql/node-id";
import { outcomeOf, Refusal } from "../graphql/refusal";
import { linkByMember, setTopicsByMember } from "../importers/member-links";
import { unitePapers } from "../importers/member-records";
import type { Paper } from "../papers/paper";
import type { RepositoryLink } from "../repositories/repository-link";
import { parseRepositoryUrl } from "../repositories/repository-url";
import { change, holdPaper, refuseBeyond } from "./changes";
import type { DisputeRepositoryLinkInput, LinkRepositoryInput, MergePapersInput, SetPaperTopicsInput } from "./curation.args";
import { rowsOfTopics } from "./named-topics";
import { allows, Scope } from "./scope";
import { theTagger } from "./the-tagger";
import { viewerWith } from "./viewer";

/** Links a repository to a paper by the member's word; again: nothing changes. A curator's word settles disputes of the link. */
export function linkRepository(context: Context, { paperId, repositoryUrl, isOfficial, framework }: LinkRepositoryInput) {
  return outcomeOf<{ link: RepositoryLink | null }>({ link: null }, async () => {
    const viewer = viewerWith(context, Scope.CONTRIBUTE);
    const { uid } = parseGlobalId(paperId, "input.paperId", "Paper");
    const repository = parseRepositoryUrl(repositoryUrl);
    if (repository === null)
      throw new Refusal(
        "INVALID",
        "input.repositoryUrl",
        `repositoryUrl must be the address of a repository, like https://github.com/owner/name, not ${JSON.stringify(repositoryUrl)}`,
      );
    const link = await change(context, viewer, async (run) => {
      await refuseBeyond(run, viewer, "LINK_REPOSITORY", context.config.community.repositoryLinksPerDay, "links");
      const held = await holdPaper(run, uid, "input.paperId");
      const { uid: link, isChanged } = await linkByMember(run, held.paper, {
        repository,
        isOfficial: isOfficial ?? null,
        framework: framework ?? null,
      });
      const settled = allows(viewer.scopes, Scope.CURATE)
        ? await run(
            "/* settleDisputes */ delete from link_dispute d using repository_link l where l.uid = $1 and d.link = l.row_id returning d.link",
            [link],
          )
        : [];
      const details = { repository: repository.url, isOfficial, framework };
      return {
        result: link,
        deed: isChanged || settled.length > 0 ? { action: "LINK_REPOSITORY", subject: held.uid, details } : null,
      };
    });
    return { link: await context.loaders.linkByUid.load(link) };
  });
}

/** Says that a link is wrong; again: the reason is replaced. */
export function disputeRepositoryLink(context: Context, { linkId, reason }: DisputeRepositoryLinkInput) {
  return outcomeOf<{ link: RepositoryLink | null }>({ link: null }, async () => {
    const viewer = viewerWith(context, Scope.CONTRIBUTE);
    const { uid } = parseGlobalId(linkId, "input.linkId", "RepositoryLink");
    await change(context, viewer, async (run) => {
      await refuseBeyond(run, viewer, "DISPUTE_LINK", context.config.community.disputesPerDay, "disputes");
      const disputed = await run(
        `/* disputeRepositoryLink */ insert into link_dispute (link, member, reason) select row_id, $2, $3 from repository_link where uid = $1
         on conflict (link, member) do update set reason = excluded.reason returning link`,
        [uid, viewer.rowId, reason],
      );
      if (disputed.length === 0) throw new Refusal("NOT_FOUND", "input.linkId", "linkId must be the id of a link that is there");
      return { result: null, deed: { action: "DISPUTE_LINK", subject: uid, details: { reason } } };
    });
    return { link: await context.loaders.linkByUid.load(uid) };
  });
}

/** Says what a paper is about, and what it is not about; again: nothing changes. */
export function setPaperTopics(context: Context, { paperId, add, remove }: SetPaperTopicsInput) {
  return outcomeOf<{ paper: Paper | null }>({ paper: null }, async () => {
    const viewer = viewerWith(context, Scope.CONTRIBUTE);
    const { uid } = parseGlobalId(paperId, "input.paperId", "Paper");
    const added = await rowsOfTopics(context, add ?? [], "input.add");
    const removed = await rowsOfTopics(context, remove ?? [], "input.remove");
    const both = removed.findIndex((topic) => added.includes(topic));
    if (both >= 0) throw new Refusal("INVALID", `input.remove.${both}`, `remove[${both}] must not be in add too`);
    const paper = await change(context, viewer, async (run) => {
      await refuseBeyond(run, viewer, "SET_TOPICS", context.config.community.topicChangesPerDay, "papers with topics set");
      const held = await holdPaper(run, uid, "input.paperId");
      const isChanged = await setTopicsByMember(run, held.paper, added, removed);
      return {
        result: held.paper,
        deed: isChanged ? { action: "SET_TOPICS", subject: held.uid, details: { add, remove } } : null,
      };
    });
    return { paper: await context.loaders.paperByRowId.load(paper) };
  });
}

/** Makes two papers one, for good: later imports keep them so. */
export function mergePapers(context: Context, { keepId, mergeId }: MergePapersInput) {
  return outcomeOf<{ paper: Paper | null }>({ paper: null }, async () => {
    const viewer = viewerWith(context, Scope.CURATE);
    const [keep, merge] = [parseGlobalId(keepId, "input.keepId", "Paper"), parseGlobalId(mergeId, "input.mergeId", "Paper")];
    const tagger = await theTagger();
    const paper = await change(context, viewer, async (run) => {
      const kept = await holdPaper(run, keep.uid, "input.keepId");
      const merged = await holdPaper(run, merge.uid, "input.mergeId");
      if (kept.paper === merged.paper) return { result: kept.paper, deed: null };
      await refuseRivals(run, kept.paper, merged.paper);
      const result = await unitePapers(run, kept.paper, merged.paper, tagger);
      return { result, deed: { action: "MERGE", subject: kept.uid, details: { merged: merged.uid } } };
    });
    return { paper: await context.loaders.paperByRowId.load(paper) };
  });
}

/** Two papers that arXiv tells apart are two. */
async function refuseRivals(run: Parameters<typeof holdPaper>[0], keep: number, merge: number): Promise<void> {
  const rows = await run<{ arxivId: string }>(
    `/* refuseRivals */ select arxiv_id as "arxivId" from paper where row_id = any($1::bigint[]) and arxiv_id is not null`,
    [[keep, merge]],
  );
  if (rows.length === 2)
    throw new Refusal(
      "INVALID",
      "input.mergeId",
      `mergeId must not be of a paper with another arXiv id: arXiv tells ${rows.map(({ arxivId }) => arxivId).join(" and ")} apart`,
    );
}
