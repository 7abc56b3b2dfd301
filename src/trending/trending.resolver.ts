import { IsOptional, ValidateNested } from "class-validator";
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../context";
import { countResolverOf, ForwardPageArgs } from "../graphql/connection";
import { CountPoint, DaysArgs, daysAsked } from "../graphql/count-point";
import { DateScalar } from "../graphql/scalars";
import { Paper } from "../papers/paper";
import { PaperFilter } from "../papers/paper.args";
import { Repository } from "../repositories/repository";
import { componentsOf } from "./score";
import {
  TrendingComponent,
  TrendingConnection,
  TrendingEdge,
  type TrendingPage,
  type TrendingPaper,
  TrendingScore,
  TrendingWindow,
} from "./trending";
import { findTrending } from "./trending.queries";

const AS_OF = "The day of the list, or the newest before it that has one; today when not said.";

export const TrendingCountResolver = countResolverOf(TrendingConnection);

@ArgsType()
export class TrendingArgs extends ForwardPageArgs {
  @Field(() => TrendingWindow, { nullable: true, defaultValue: TrendingWindow.WEEK, description: "How far back it looks." })
  window?: TrendingWindow | null;

  @Field(() => DateScalar, { nullable: true, description: AS_OF })
  asOf?: string | null;

  @Field(() => PaperFilter, { nullable: true, description: "Which of its papers, as they are today; all when not said." })
  @IsOptional()
  @ValidateNested()
  filter?: PaperFilter | null;
}

@Resolver(() => TrendingConnection)
export class TrendingResolver {
  @Query(() => TrendingConnection, {
    description: "What was trending on a day, at most 10,000 papers: lists of days that are over stay as they were.",
  })
  trending(@Args(() => TrendingArgs) args: TrendingArgs, @Ctx() context: Context): Promise<TrendingPage> {
    return findTrending(context, args);
  }

  @FieldResolver(() => DateScalar, {
    nullable: true,
    description: "The day of the list; null when there is none up to the day that was asked for.",
  })
  asOf(@Root() { asOf }: TrendingPage): string | null {
    return asOf;
  }

  @FieldResolver(() => TrendingWindow, { description: "How far back it looks." })
  window(@Root() { window }: TrendingPage): TrendingWindow {
    return window;
  }
}

@Resolver(() => TrendingEdge)
export class TrendingEdgeResolver {
  @FieldResolver(() => TrendingScore, { description: "Its place, and why." })
  score(@Root() { node }: { node: TrendingPaper }): TrendingScore {
    return node;
  }
}

@Resolver(() => TrendingScore)
export class TrendingScoreResolver {
  @FieldResolver(() => [TrendingComponent], { description: "What the score is made of: the contributions add up to it." })
  components(@Root() { formulaVersion, recency, upvotes, stars, code }: TrendingScore): TrendingComponent[] {
    return componentsOf({ RECENCY: recency, UPVOTES: upvotes, STARS: stars, CODE: code }, formulaVersion) as TrendingComponent[];
  }
}

@Resolver(() => Paper)
export class PaperTrendingResolver {
  @FieldResolver(() => TrendingScore, {
    nullable: true,
    description: "Its place on a list of trending papers; null when it has none.",
  })
  trending(
    @Root() paper: Paper,
    @Arg("window", () => TrendingWindow, {
      nullable: true,
      defaultValue: TrendingWindow.WEEK,
      description: "How far back the list looks.",
    })
    window: TrendingWindow | null,
    @Arg("asOf", () => DateScalar, { nullable: true, description: AS_OF }) asOf: string | null,
    @Ctx() { loaders }: Context,
  ): Promise<TrendingScore | null> {
    return loaders.trendingByPaper.load(paper.rowId, { window, asOf });
  }

  @FieldResolver(() => [CountPoint], {
    description: "Its upvotes at the end of each day, from the first day that is known; at most 366 days.",
  })
  upvoteHistory(
    @Root() paper: Paper,
    @Args(() => DaysArgs) args: DaysArgs,
    @Ctx() { loaders, today, config }: Context,
  ): Promise<CountPoint[]> {
    return loaders.upvoteHistoryByPaper.load(paper.rowId, daysAsked(args, today, config.limits.signalHistoryMaxDays));
  }
}

@Resolver(() => Repository)
export class RepositoryTrendingResolver {
  @FieldResolver(() => [CountPoint], {
    description: "Its stars at the end of each day, from the first day that is known; at most 366 days.",
  })
  starHistory(
    @Root() repository: Repository,
    @Args(() => DaysArgs) args: DaysArgs,
    @Ctx() { loaders, today, config }: Context,
  ): Promise<CountPoint[]> {
    return loaders.starHistoryByRepository.load(repository.rowId, daysAsked(args, today, config.limits.signalHistoryMaxDays));
  }
}
