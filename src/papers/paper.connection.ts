import { Field, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../graphql/connection";
import { DateScalar } from "../graphql/scalars";
import { Paper } from "./paper";

export const PaperConnection = connectionOf(Paper, "Paper", "papers");

@ObjectType({ simpleResolvers: true, description: "How the papers of a connection's whole list divide, under the same filter." })
export class PaperFacets {
  @Field(() => Int, {
    nullable: true,
    description:
      "Null: every match was counted. Else only the newest so many were, but for years, months and hasRepository of all papers or of one topic, under whole months and hasRepository: these are always exact.",
  })
  sampleSize!: number | null;
}

@ObjectType({ simpleResolvers: true, description: "The papers first published in one year." })
export class YearFacet {
  @Field(() => Int, { description: "For example 2025." })
  year!: number;

  @Field(() => Int, { description: "How many papers." })
  count!: number;
}

@ObjectType({ simpleResolvers: true, description: "The papers first published in one month." })
export class MonthFacet {
  @Field(() => DateScalar, { description: "The month's first day." })
  start!: string;

  @Field(() => Int, { description: "How many papers." })
  count!: number;
}

@ObjectType({ simpleResolvers: true, description: "The papers that share a text, for example a programming language." })
export class TextFacet {
  @Field(() => String, { description: "The text." })
  value!: string;

  @Field(() => Int, { description: "How many papers." })
  count!: number;
}

@ObjectType({ simpleResolvers: true, description: "The papers for which something is so, and those for which it is not." })
export class BooleanFacet {
  @Field(() => Int, { description: "How many papers for which it is so." })
  yes!: number;

  @Field(() => Int, { description: "How many papers for which it is not." })
  no!: number;
}
