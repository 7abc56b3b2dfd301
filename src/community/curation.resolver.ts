import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../context";
import {
  DisputeRepositoryLinkInput,
  DisputeRepositoryLinkPayload,
  LinkRepositoryInput,
  LinkRepositoryPayload,
  MergePapersInput,
  MergePapersPayload,
  SetPaperTopicsInput,
  SetPaperTopicsPayload,
} from "./curation.args";
import { disputeRepositoryLink, linkRepository, mergePapers, setPaperTopics } from "./curation.changes";

@Resolver()
export class CurationResolver {
  @Mutation(() => LinkRepositoryPayload, {
    description:
      "Links a repository to a paper, or confirms a link; again: nothing changes. A curator's word settles disputes. Needs CONTRIBUTE.",
  })
  linkRepository(
    @Arg("input", () => LinkRepositoryInput, { description: "Which repository, and which paper." }) input: LinkRepositoryInput,
    @Ctx() context: Context,
  ): Promise<LinkRepositoryPayload> {
    return linkRepository(context, input);
  }

  @Mutation(() => DisputeRepositoryLinkPayload, {
    description:
      "Says that a link is wrong: it stays, and shows that it is disputed; again: the reason is replaced. Needs CONTRIBUTE.",
  })
  disputeRepositoryLink(
    @Arg("input", () => DisputeRepositoryLinkInput, { description: "Which link, and why." }) input: DisputeRepositoryLinkInput,
    @Ctx() context: Context,
  ): Promise<DisputeRepositoryLinkPayload> {
    return disputeRepositoryLink(context, input);
  }

  @Mutation(() => SetPaperTopicsPayload, {
    description:
      "Says what a paper is about, and what it is not about, for good: no import and no tagging says otherwise. Needs CONTRIBUTE.",
  })
  setPaperTopics(
    @Arg("input", () => SetPaperTopicsInput, { description: "Which paper, and which topics." }) input: SetPaperTopicsInput,
    @Ctx() context: Context,
  ): Promise<SetPaperTopicsPayload> {
    return setPaperTopics(context, input);
  }

  @Mutation(() => MergePapersPayload, {
    description: "Makes two papers one, for good, with all that is known of both; again: nothing changes. Needs CURATE.",
  })
  mergePapers(
    @Arg("input", () => MergePapersInput, { description: "Which two." }) input: MergePapersInput,
    @Ctx() context: Context,
  ): Promise<MergePapersPayload> {
    return mergePapers(context, input);
  }
}
