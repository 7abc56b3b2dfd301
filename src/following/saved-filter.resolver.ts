import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from "type-graphql";
import { Member } from "../community/member";
import type { Context } from "../context";
import { PageArgs } from "../graphql/connection";
import { UrlScalar } from "../graphql/scalars";
import { PaperConnection } from "../papers/paper.connection";
import type { PaperPage } from "../papers/paper.queries";
import { feedUrl } from "./feed";
import { SavedFilter } from "./saved-filter";
import { DeleteSavedFilterInput, DeleteSavedFilterPayload, SaveFilterInput, SaveFilterPayload } from "./saved-filter.args";
import { deleteSavedFilter, saveFilter } from "./saved-filter.changes";
import { findSavedPapers } from "./saved-filter.queries";

@Resolver(() => SavedFilter)
export class SavedFilterResolver {
  @Query(() => SavedFilter, {
    nullable: true,
    description: "A filter that somebody keeps; null when there is none, or another's that is private.",
  })
  savedFilter(
    @Arg("slug", () => String, { description: "Its slug." }) slug: string,
    @Ctx() { loaders }: Context,
  ): Promise<SavedFilter | null> {
    return loaders.savedFilterBySlug.load(slug);
  }

  @FieldResolver(() => UrlScalar, {
    description: "Its papers as Atom feed (RFC 4287); of a private filter with the member's API key alone.",
  })
  atomUrl(@Root() { slug }: SavedFilter, @Ctx() { config }: Context): string {
    return feedUrl(config, `${slug}.atom`);
  }

  @FieldResolver(() => UrlScalar, { description: "The same as JSON Feed 1.1." })
  jsonFeedUrl(@Root() { slug }: SavedFilter, @Ctx() { config }: Context): string {
    return feedUrl(config, `${slug}.json`);
  }

  @FieldResolver(() => PaperConnection, { description: "Its papers, in its order." })
  papers(@Root() filter: SavedFilter, @Args(() => PageArgs) args: PageArgs, @Ctx() context: Context): Promise<PaperPage> {
    return findSavedPapers(context, filter, args);
  }

  @Mutation(() => SaveFilterPayload, {
    description: "Keeps a filter under a name; one of the member's that is called so is replaced. Needs CONTRIBUTE.",
  })
  saveFilter(
    @Arg("input", () => SaveFilterInput, { description: "The filter, and its name." }) input: SaveFilterInput,
    @Ctx() context: Context,
  ): Promise<SaveFilterPayload> {
    return saveFilter(context, input);
  }

  @Mutation(() => DeleteSavedFilterPayload, { description: "Forgets a filter of the member's, and its feeds. Needs CONTRIBUTE." })
  deleteSavedFilter(
    @Arg("input", () => DeleteSavedFilterInput, { description: "Which." }) { id }: DeleteSavedFilterInput,
    @Ctx() context: Context,
  ): Promise<DeleteSavedFilterPayload> {
    return deleteSavedFilter(context, id);
  }
}

@Resolver(() => Member)
export class MemberFiltersResolver {
  @FieldResolver(() => [SavedFilter], { description: "The filters that the member keeps, by name." })
  savedFilters(@Root() member: Member, @Ctx() { loaders }: Context): Promise<SavedFilter[]> {
    return loaders.savedFiltersByMember.load(member.rowId);
  }
}
