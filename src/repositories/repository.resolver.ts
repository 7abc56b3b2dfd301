import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../context";
import { connectionOf, countResolverOf, ForwardPageArgs, type Page } from "../graphql/connection";
import { parseGlobalId } from "../graphql/node-id";
import { Paper } from "../papers/paper";
import { PapersArgs } from "../papers/paper.args";
import { PaperConnection } from "../papers/paper.connection";
import type { PaperPage } from "../papers/paper.queries";
import { Repository } from "./repository";
import { RepositoriesArgs, RepositoryBy } from "./repository.args";
import { findRepositories, repositoryKey } from "./repository.queries";
import { type RepositoryLink, RepositoryLinkConnection } from "./repository-link";

export const RepositoryConnection = connectionOf(Repository, "Repository", "repositories");
export const RepositoryConnectionResolver = countResolverOf(RepositoryConnection);

@Resolver(() => Repository)
export class RepositoryResolver {
  @Query(() => Repository, { nullable: true, description: "One repository; null when there is none." })
  repository(
    @Arg("by", () => RepositoryBy, { description: "What identifies it." }) by: RepositoryBy,
    @Ctx() context: Context,
  ): Promise<Repository | null> {
    return findRepository(by, context);
  }

  @Query(() => RepositoryConnection, { description: "Repositories under a filter, in an order, a page at a time." })
  repositories(@Args(() => RepositoriesArgs) args: RepositoriesArgs, @Ctx() context: Context): Promise<Page<Repository>> {
    return findRepositories(context, args);
  }

  @FieldResolver(() => String, { description: "For example `huawei-noah/ghostnet`." })
  nameWithOwner(@Root() { owner, name }: Repository): string {
    return `${owner}/${name}`;
  }

  @FieldResolver(() => PaperConnection, { description: "The papers that it implements." })
  papers(
    @Root() repository: Repository,
    @Args(() => PapersArgs) args: PapersArgs,
    @Ctx() { loaders }: Context,
  ): Promise<PaperPage> {
    return loaders.papersByRepository.load(repository.rowId, args);
  }

  @FieldResolver(() => RepositoryLinkConnection, { description: "The same with evidence: links of the newest papers first." })
  paperLinks(
    @Root() repository: Repository,
    @Args(() => ForwardPageArgs) args: ForwardPageArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Page<RepositoryLink>> {
    return loaders.linksByRepository.load(repository.rowId, args);
  }
}

@Resolver(() => Paper)
export class PaperRepositoriesResolver {
  @FieldResolver(() => [Repository], { description: "Code for this paper: official first, then most stars; at most 10." })
  repositories(@Root() paper: Paper, @Ctx() { loaders }: Context): Promise<Repository[]> {
    return loaders.repositoriesByPaper.load(paper.rowId);
  }

  @FieldResolver(() => RepositoryLinkConnection, { description: "All of it with evidence: official first, then most stars." })
  repositoryLinks(
    @Root() paper: Paper,
    @Args(() => ForwardPageArgs) args: ForwardPageArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Page<RepositoryLink>> {
    return loaders.linksByPaper.load(paper.rowId, args);
  }
}

/** The schema lets exactly one key through. */
async function findRepository(by: RepositoryBy, { loaders }: Context): Promise<Repository | null> {
  return by.id != null
    ? loaders.repositoryByUid.load(parseGlobalId(by.id, "by.id", "Repository").uid)
    : loaders.repositoryByUrl.load(repositoryKey(by.url!, "by.url"));
}
