import { Field, ObjectType, registerEnumType } from "type-graphql";

export enum UserErrorCode {
  INVALID = "INVALID",
  NOT_FOUND = "NOT_FOUND",
  AMBIGUOUS = "AMBIGUOUS",
  DUPLICATE = "DUPLICATE",
  FORBIDDEN = "FORBIDDEN",
  LIMIT_REACHED = "LIMIT_REACHED",
  EXPIRED = "EXPIRED",
}

registerEnumType(UserErrorCode, {
  name: "UserErrorCode",
  description: "Why a mutation did not do what it was asked to.",
  valuesConfig: {
    INVALID: { description: "A value does not fit what it is for." },
    NOT_FOUND: { description: "What the input names does not exist." },
    AMBIGUOUS: { description: "What the input names may be one of several." },
    DUPLICATE: { description: "It is there already." },
    FORBIDDEN: { description: "The API key does not allow it, or there is none." },
    LIMIT_REACHED: { description: "No more of these are allowed for now." },
    EXPIRED: { description: "It was valid once, and is not any more." },
  },
});

@ObjectType({ simpleResolvers: true, description: "Why a mutation did not do what it was asked to: nothing was changed then." })
export class UserError {
  @Field(() => String, { description: "For people: what was expected, and what came." })
  message!: string;

  @Field(() => [String], {
    description: "Where in the arguments it lies, for example `input`, `paperId`; empty where it is no argument.",
  })
  path!: string[];

  @Field(() => UserErrorCode, { description: "For programs." })
  code!: UserErrorCode;
}

/** What every payload of a mutation has. */
@ObjectType()
export abstract class Payload {
  @Field(() => [UserError], { description: "Why nothing was changed; empty when it was done." })
  userErrors!: UserError[];
}
