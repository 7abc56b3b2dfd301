import { IsOptional, ValidateNested } from "class-validator";
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, Int, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../context";
import { countResolverOf, PageArgs } from "../graphql/connection";
import { DateScalar } from "../graphql/scalars";
import { PaperFilter } from "../papers/paper.args";
import { DailyList, type DailyPaper, DailyPaperConnection, DailyPaperEdge, type DailyPaperPage } from "./daily-list";
import { findDailyList } from "./daily-list.queries";

export const DailyPaperConnectionResolver = countResolverOf(DailyPaperConnection);

@ArgsType()
export class DailyPapersArgs extends PageArgs {
  @Field(() => PaperFilter, { nullable: true, description: "Which of the day's papers; all when not said." })
  @IsOptional()
  @ValidateNested()
  filter?: PaperFilter | null;
}

@Resolver(() => DailyList)
export class DailyListResolver {
  @Query(() => DailyList, { nullable: true, description: "The list of a day; null when that day has none." })
  dailyList(
    @Arg("date", () => DateScalar, { nullable: true, description: "The day; the newest that has papers when not said." }) date:
      | string
      | null,
    @Ctx() context: Context,
  ): Promise<DailyList | null> {
    return findDailyList(context, date);
  }

  @FieldResolver(() => DailyPaperConnection, { description: "The day's papers, in the order of their positions." })
  papers(
    @Root() day: DailyList,
    @Args(() => DailyPapersArgs) args: DailyPapersArgs,
    @Ctx() { loaders }: Context,
  ): Promise<DailyPaperPage> {
    return loaders.papersByDay.load(day.date, args);
  }
}

@Resolver(() => DailyPaperEdge)
export class DailyPaperEdgeResolver {
  @FieldResolver(() => Int)
  position(@Root() { node }: { node: DailyPaper }): number {
    return node.position;
  }

  @FieldResolver(() => String, { nullable: true })
  submittedBy(@Root() { node }: { node: DailyPaper }): string | null {
    return node.submittedBy;
  }
}
