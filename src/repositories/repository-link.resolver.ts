import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../context";
import { countResolverOf } from "../graphql/connection";
import { LinkEvidence } from "../papers/link-evidence";
import { Paper } from "../papers/paper";
import { Repository } from "./repository";
import { RepositoryLink, RepositoryLinkConnection } from "./repository-link";

export const RepositoryLinkConnectionResolver = countResolverOf(RepositoryLinkConnection);

@Resolver(() => RepositoryLink)
export class RepositoryLinkResolver {
  @FieldResolver(() => Paper, { description: "The paper." })
  paper(@Root() link: RepositoryLink, @Ctx() { loaders }: Context): Promise<Paper | null> {
    return loaders.paperByRowId.load(link.paperRowId);
  }

  @FieldResolver(() => Repository, { description: "The repository." })
  repository(@Root() link: RepositoryLink, @Ctx() { loaders }: Context): Promise<Repository | null> {
    return loaders.repositoryByRowId.load(link.repositoryRowId);
  }

  @FieldResolver(() => [LinkEvidence], { description: "Who says so, the longest known first." })
  evidence(@Root() link: RepositoryLink, @Ctx() { loaders }: Context): Promise<LinkEvidence[]> {
    return loaders.evidenceByLink.load(link.rowId);
  }
}
