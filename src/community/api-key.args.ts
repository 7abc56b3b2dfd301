import { ArrayNotEmpty, IsOptional, Length, MinDate } from "class-validator";
import { Field, InputType, ObjectType } from "type-graphql";
import { DateTimeScalar } from "../graphql/scalars";
import { Payload } from "../graphql/user-error";
import { Member } from "./member";
import { Scope } from "./scope";

@InputType({ description: "Whom a new API key is for, and what it allows." })
export class CreateApiKeyInput {
  @Field(() => String, { description: "The member's name, 1 to 100 characters; a name that is new makes a new member." })
  @Length(1, 100, { message: "must be 1 to 100 characters long" })
  memberName!: string;

  @Field(() => [Scope], { description: "What it allows; at least one." })
  @ArrayNotEmpty({ message: "must hold at least one scope" })
  scopes!: Scope[];

  @Field(() => DateTimeScalar, { nullable: true, description: "Until when it is valid; until it is revoked when not said." })
  @IsOptional()
  @MinDate(() => new Date(), { message: "must lie in the future" })
  expiresAt?: Date | null;
}

@ObjectType({ simpleResolvers: true, description: "A new API key." })
export class CreateApiKeyPayload extends Payload {
  @Field(() => String, {
    nullable: true,
    description: "The key: shown this once, and kept as a hash alone. Null when none was made.",
  })
  key!: string | null;

  @Field(() => Member, { nullable: true, description: "Whose it is, with the scopes of this key; null when none was made." })
  member!: Member | null;
}

@InputType({ description: "Which API key to revoke." })
export class RevokeApiKeyInput {
  @Field(() => String, { description: "Its public beginning, for example `pg_1a2b3c4d`; the whole key will do." })
  prefix!: string;
}

@ObjectType({ simpleResolvers: true, description: "What became of an API key." })
export class RevokeApiKeyPayload extends Payload {
  @Field(() => Boolean, { description: "Whether it is revoked now; true again for one that was." })
  revoked!: boolean;
}
