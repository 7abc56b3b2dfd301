import { Field, ObjectType } from "type-graphql";
import { Node } from "../graphql/node";
import { Scope } from "./scope";

/** A member: the row in `member`, with what the key in hand allows, or all keys where none is in hand. */
@ObjectType({
  simpleResolvers: true,
  implements: Node,
  description: "Who may contribute, by API key. Seen by themselves and by admins alone.",
})
export class Member extends Node {
  rowId!: number;
  uid!: string;

  @Field(() => String, { description: "The name that their contributions bear." })
  name!: string;

  @Field(() => [Scope], {
    description: "What the API key of this request allows; of another member, what all their keys that are valid do.",
  })
  scopes!: Scope[];
}
