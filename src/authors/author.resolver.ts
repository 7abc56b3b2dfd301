import { Arg, Args, Ctx, Field, FieldResolver, ID, InputType, Int, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../context";
import { parseGlobalId } from "../graphql/node-id";
import { Paper } from "../papers/paper";
import { PapersArgs } from "../papers/paper.args";
import { PaperConnection } from "../papers/paper.connection";
import type { PaperPage } from "../papers/paper.queries";
import { Author, Authorship } from "./author";

@InputType({ description: "One author, by exactly one of these." })
export class AuthorBy {
  @Field(() => ID, { nullable: true, description: "Its global id." })
  id?: string | null;

  @Field(() => String, { nullable: true, description: "Its slug." })
  slug?: string | null;
}

@Resolver(() => Author)
export class AuthorResolver {
  @Query(() => Author, { nullable: true, description: "One author; null when there is none." })
  author(
    @Arg("by", () => AuthorBy, { description: "What identifies it." }) by: AuthorBy,
    @Ctx() { loaders }: Context,
  ): Promise<Author | null> {
    return by.id != null
      ? loaders.authorByUid.load(parseGlobalId(by.id, "by.id", "Author").uid)
      : loaders.authorBySlug.load(by.slug!);
  }

  @FieldResolver(() => Int, { description: "How many papers bear the name." })
  async paperCount(@Root() author: Author, @Ctx() { loaders }: Context): Promise<number> {
    return (await loaders.paperCountByAuthor.load(author.rowId))?.count ?? 0;
  }

  @FieldResolver(() => PaperConnection, { description: "The papers that bear the name." })
  papers(@Root() author: Author, @Args(() => PapersArgs) args: PapersArgs, @Ctx() { loaders }: Context): Promise<PaperPage> {
    return loaders.papersByAuthor.load(author.rowId, args);
  }
}

@Resolver(() => Paper)
export class PaperAuthorsResolver {
  @FieldResolver(() => [Authorship], { description: "The first 50 that a source names, in the order of the paper, as printed." })
  async authors(@Root() paper: Paper, @Ctx() { loaders }: Context): Promise<Authorship[]> {
    return (await loaders.authorshipsByPaper.load(paper.rowId)).map((row) => ({
      position: row.position,
      name: row.printedName,
      author: row,
    }));
  }
}
