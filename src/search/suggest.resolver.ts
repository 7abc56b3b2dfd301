import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import type { Context } from "../context";
import { suggest } from "./suggest";
import { Suggestion, SuggestionKind } from "./suggestion";

@Resolver()
export class SuggestResolver {
  @Query(() => [Suggestion], {
    description:
      "Papers, topics, authors and repositories that somebody may be about to type: whole names first, then what begins so.",
  })
  suggest(
    @Arg("prefix", () => String, { description: "What is typed so far; nothing is suggested for nothing." }) prefix: string,
    @Arg("kinds", () => [SuggestionKind], { nullable: true, description: "What to suggest; all kinds when not said." })
    kinds: SuggestionKind[] | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: 10, description: "How many at most: 1 to 50." }) first:
      | number
      | null,
    @Ctx() context: Context,
  ): Promise<Suggestion[]> {
    return suggest(prefix, kinds, first, context);
  }
}
