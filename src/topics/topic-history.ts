import { ArgsType, Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { DateScalar } from "../graphql/scalars";

/** What a point of a history covers. */
export enum Interval {
  MONTH = "MONTH",
  QUARTER = "QUARTER",
  YEAR = "YEAR",
}

registerEnumType(Interval, {
  name: "Interval",
  description: "What a point of a history covers.",
  valuesConfig: {
    MONTH: { description: "A month of the calendar." },
    QUARTER: { description: "Three months: from January, April, July or October." },
    YEAR: { description: "A year of the calendar." },
  },
});

@ObjectType({ simpleResolvers: true, description: "The papers of a topic and of everything below it, of one interval." })
export class TopicPoint {
  @Field(() => DateScalar, { description: "The interval's first day." })
  start!: string;

  @Field(() => Int, { description: "Papers whose first public version is of the interval." })
  papers!: number;

  @Field(() => Int, { description: "Those of them with a repository." })
  papersWithCode!: number;
}

@ArgsType()
export class TopicHistoryArgs {
  @Field(() => Interval, { nullable: true, defaultValue: Interval.MONTH, description: "What each point covers." })
  interval?: Interval | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: "Begin with the interval that holds this day; with the topic's first paper when not said.",
  })
  from?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: "End with the interval that holds this day; with the topic's newest paper when not said.",
  })
  to?: string | null;
}
