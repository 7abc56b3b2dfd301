import { ArgsType, Field, Int, ObjectType } from "type-graphql";
import { InputError } from "./errors";
import { DateScalar } from "./scalars";

@ObjectType({ simpleResolvers: true, description: "What was counted on a day." })
export class CountPoint {
  @Field(() => DateScalar, { description: "The day." })
  date!: string;

  @Field(() => Int, { description: "The count at its end: the last one known by then." })
  count!: number;
}

@ArgsType()
export class DaysArgs {
  @Field(() => DateScalar, { nullable: true, description: "The first day; 89 days before the last when not said." })
  from?: string | null;

  @Field(() => DateScalar, { nullable: true, description: "The last day; today when not said." })
  to?: string | null;
}

/** Days, both ends included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 90;
const FIRST_DAY = "0001-01-01";

/** The days that are asked for. Throws an InputError when they are more than `most`, or end before they begin. */
export function daysAsked({ from, to }: DaysArgs, today: string, most: number): Days {
  const last = to ?? today;
  const start = new Date(Date.parse(last) - (DEFAULT_DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  const first = from ?? (start < FIRST_DAY ? FIRST_DAY : start);
  const count = (Date.parse(last) - Date.parse(first)) / DAY_MS + 1;
  if (count < 1) throw new InputError(`from must not be after to, but ${first} is after ${last}`, "from");
  if (count > most) throw new InputError(`from must be at most ${most} days before to, not ${count}`, "from");
  return { from: first, to: last };
}
