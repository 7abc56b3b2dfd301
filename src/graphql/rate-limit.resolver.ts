import { Ctx, Field, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { PricedContext } from "./cost/budget";
import { DateTimeScalar } from "./scalars";

@ObjectType({
  simpleResolvers: true,
  description: "What the client may spend on queries in a minute. A point is about a tenth of a millisecond of work.",
})
export class RateLimit {
  @Field(() => Int, { description: "Points a minute." })
  limit!: number;

  @Field(() => Int, {
    description:
      "Points that this operation costs: known before it runs. A document that is new to the service costs more, once.",
  })
  cost!: number;

  @Field(() => Int, { description: "Points that are left, without those of this operation." })
  remaining!: number;

  @Field(() => DateTimeScalar, { description: "When the limit is whole again." })
  resetAt!: Date;
}

@Resolver()
export class RateLimitResolver {
  @Query(() => RateLimit, { nullable: true, description: "What the client may still spend; null when limits are off." })
  rateLimit(@Ctx() { budget, cost }: PricedContext): RateLimit | null {
    return budget && { limit: budget.limit, cost, remaining: budget.remaining, resetAt: budget.resetAt };
  }
}
