import { Field, Int, ObjectType } from "type-graphql";
import { connectionWithEdge, type Page } from "../graphql/connection";
import { Node } from "../graphql/node";
import { DateScalar } from "../graphql/scalars";
import { Paper } from "../papers/paper";

/** The list of one day: `uid` is the day itself, so that its id is the same everywhere. */
@ObjectType({ simpleResolvers: true, implements: Node, description: "The papers of one day." })
export class DailyList extends Node {
  uid!: string;

  @Field(() => DateScalar, { description: "The day." })
  date!: string;

  @Field(() => DateScalar, { nullable: true, description: "The day before it that has papers; null when there is none." })
  previous!: string | null;

  @Field(() => DateScalar, { nullable: true, description: "The day after it that has papers; null when there is none." })
  next!: string | null;
}

/** A paper on one day's list. */
export type DailyPaper = Paper & { readonly position: number; readonly submittedBy: string | null };

@ObjectType({ simpleResolvers: true, description: "One paper of a day, and where it stands there." })
export class DailyPaperEdge {
  @Field(() => String, { description: "To continue from here with `after` or `before`." })
  cursor!: string;

  @Field(() => Paper, { description: "The paper." })
  node!: Paper;

  @Field(() => Int, { description: "Its place on the day's whole list, from 1." })
  position!: number;

  @Field(() => String, { nullable: true, description: "Who put it there; null when no source says." })
  submittedBy!: string | null;
}

export const DailyPaperConnection = connectionWithEdge(DailyPaperEdge, Paper, "DailyPaper", "papers of a day");

/** A page of a day's papers. */
export type DailyPaperPage = Page<DailyPaper>;
