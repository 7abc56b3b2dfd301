import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import type { Context } from "../context";
import { CreateApiKeyInput, CreateApiKeyPayload, RevokeApiKeyInput, RevokeApiKeyPayload } from "./api-key.args";
import { createApiKey, revokeApiKey } from "./api-key.changes";
import { Member } from "./member";

@Resolver(() => Member)
export class MemberResolver {
  @Query(() => Member, { nullable: true, description: "The member whose API key asks; null without a key." })
  viewer(@Ctx() { viewer }: Context): Member | null {
    return viewer;
  }

  @Mutation(() => CreateApiKeyPayload, { description: "Makes an API key. Needs ADMIN; the first is made at the command line." })
  createApiKey(
    @Arg("input", () => CreateApiKeyInput, { description: "Whom it is for, and what it allows." }) input: CreateApiKeyInput,
    @Ctx() context: Context,
  ): Promise<CreateApiKeyPayload> {
    return createApiKey(context, input);
  }

  @Mutation(() => RevokeApiKeyPayload, {
    description: "Revokes an API key, from the next request on; again: nothing changes. Needs ADMIN, but for the key in hand.",
  })
  revokeApiKey(
    @Arg("input", () => RevokeApiKeyInput, { description: "Which key." }) { prefix }: RevokeApiKeyInput,
    @Ctx() context: Context,
  ): Promise<RevokeApiKeyPayload> {
    return revokeApiKey(context, prefix);
  }
}
