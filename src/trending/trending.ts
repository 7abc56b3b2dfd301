import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionWithEdge, type Page } from "../graphql/connection";
import { DateScalar } from "../graphql/scalars";
import { Paper } from "../papers/paper";

export enum TrendingWindow {
  DAY = "DAY",
  WEEK = "WEEK",
  MONTH = "MONTH",
}

registerEnumType(TrendingWindow, {
  name: "TrendingWindow",
  description: "How far back a list of trending papers looks.",
  valuesConfig: {
    DAY: { description: "What was gained on the day itself." },
    WEEK: { description: "Seven days, the day itself included." },
    MONTH: { description: "Thirty days, the day itself included." },
  },
});

export enum TrendingSignal {
  RECENCY = "RECENCY",
  UPVOTES = "UPVOTES",
  STARS = "STARS",
  CODE = "CODE",
}

registerEnumType(TrendingSignal, {
  name: "TrendingSignal",
  description: "What a score is made of.",
  valuesConfig: {
    RECENCY: { description: "How new it is: published, or shown on a day's list." },
    UPVOTES: { description: "Upvotes gained within the window, as a logarithm." },
    STARS: { description: "Stars that its code gained within the window, as a logarithm." },
    CODE: { description: "Whether there is code at all." },
  },
});

@ObjectType({ simpleResolvers: true, description: "One part of a score." })
export class TrendingComponent {
  @Field(() => TrendingSignal, { description: "What it is about." })
  signal!: TrendingSignal;

  @Field(() => Float, { description: "What was measured, as the formula takes it." })
  value!: number;

  @Field(() => Float, { description: "What the formula makes of it." })
  weight!: number;

  @Field(() => Float, { description: "Value times weight: contributions add up to the score." })
  contribution!: number;
}

/** The place of a paper on a list: a row of `trending_entry`. */
@ObjectType({ simpleResolvers: true, description: "The place of a paper on a list of trending papers, and why." })
export class TrendingScore {
  @Field(() => Float, { description: "Comparable within one list alone." })
  score!: number;

  @Field(() => Int, { description: "Its place on the whole list, from 1; a filter leaves it as it is." })
  rank!: number;

  @Field(() => Int, { nullable: true, description: "Its place on the day before; null when it had none." })
  previousRank!: number | null;

  @Field(() => DateScalar, { description: "The day of the list." })
  asOf!: string;

  @Field(() => Int, { description: "By which version of the formula it was computed; docs/trending.md has them all." })
  formulaVersion!: number;

  /** What each signal was worth before it was weighed. */
  recency!: number;
  upvotes!: number;
  stars!: number;
  code!: number;
}

/** A paper on a list: its own columns, and those of its place there. */
export type TrendingPaper = Paper & TrendingScore;

@ObjectType({ simpleResolvers: true, description: "One paper of a list of trending papers, and why it stands there." })
export class TrendingEdge {
  @Field(() => String, { description: "To continue from here with `after`." })
  cursor!: string;

  @Field(() => Paper, { description: "The paper." })
  node!: Paper;
}

export const TrendingConnection = connectionWithEdge(TrendingEdge, Paper, "Trending", "trending papers");

/** A page of a list, and of which. */
export interface TrendingPage extends Page<TrendingPaper> {
  readonly asOf: string | null;
  readonly window: TrendingWindow;
}
