import { IsOptional, Length, ValidateNested } from "class-validator";
import { Field, ID, InputType, ObjectType } from "type-graphql";
import { Payload } from "../graphql/user-error";
import { PaperFilter } from "../papers/paper.args";
import { PaperOrder } from "../papers/paper.order";
import { SavedFilter } from "./saved-filter";

@InputType({ description: "A filter to keep, and under which name." })
export class SaveFilterInput {
  @Field(() => String, {
    description: "1 to 100 characters; one of the member's that is called so is replaced, and keeps its addresses.",
  })
  @Length(1, 100, { message: "must be 1 to 100 characters long" })
  name!: string;

  @Field(() => PaperFilter, { description: "Which papers." })
  @ValidateNested()
  filter!: PaperFilter;

  @Field(() => PaperOrder, { nullable: true, defaultValue: PaperOrder.NEWEST, description: "In which order." })
  @IsOptional()
  orderBy?: PaperOrder | null;

  @Field(() => Boolean, { nullable: true, defaultValue: false, description: "Whether everybody sees it." })
  isPublic?: boolean | null;
}

@ObjectType({ simpleResolvers: true, description: "A filter that was kept." })
export class SaveFilterPayload extends Payload {
  @Field(() => SavedFilter, { nullable: true, description: "The filter; null when it was not kept." })
  savedFilter!: SavedFilter | null;
}

@InputType({ description: "Which filter to forget." })
export class DeleteSavedFilterInput {
  @Field(() => ID, { description: "The filter." })
  id!: string;
}

@ObjectType({ simpleResolvers: true, description: "A filter that was forgotten." })
export class DeleteSavedFilterPayload extends Payload {
  @Field(() => ID, { nullable: true, description: "Its id; null when nothing was forgotten." })
  deletedId!: string | null;
}
