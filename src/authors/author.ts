import { Field, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { Node } from "../graphql/node";

/** An author: the row in `author` and the `Author` of the schema. */
@Entity("author")
@ObjectType({
  simpleResolvers: true,
  implements: Node,
  description: "A normalised name under which papers were written, no more: two people of one name are one author.",
})
export class Author extends Node {
  @PrimaryColumn("bigint", { name: "row_id" })
  rowId!: number;

  @Column("uuid")
  uid!: string;

  @Column("text")
  @Field(() => String, { description: "The name in addresses and filters; never changes." })
  slug!: string;

  @Column("text")
  @Field(() => String, { description: "The name as papers print it; of several ways the first in the alphabet." })
  name!: string;

  /** The name without case, accents and punctuation: what makes two printed names one author. */
  @Column("text", { name: "name_key" })
  nameKey!: string;
}

@ObjectType({ simpleResolvers: true, description: "That an author wrote a paper." })
export class Authorship {
  @Field(() => Int, { description: "The place among the paper's authors, from 1." })
  position!: number;

  @Field(() => String, { description: "The name as this paper prints it." })
  name!: string;

  @Field(() => Author, { description: "Whose name it is." })
  author!: Author;
}
