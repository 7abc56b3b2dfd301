import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import type { Needs } from "../database/columns";
import { Node } from "../graphql/node";

export enum TopicKind {
  AREA = "AREA",
  TASK = "TASK",
  METHOD = "METHOD",
  CATEGORY = "CATEGORY",
}

registerEnumType(TopicKind, {
  name: "TopicKind",
  description: "What a topic is.",
  valuesConfig: {
    AREA: { description: "A field of research." },
    TASK: { description: "Something to be solved." },
    METHOD: { description: "A way to solve things." },
    CATEGORY: { description: "A subject class of arXiv." },
  },
});

/** What the fields of a topic that are no columns are computed from; those that are not named need the whole row. */
export const topicNeeds: Needs<Topic> = {
  id: ["__typename", "uid"],
  aliases: [],
  parents: [],
  ancestors: [],
  children: [],
  papers: [],
  mappings: [],
  related: [],
  history: [],
};

/** A topic: the row in `topic` and the `Topic` of the schema. */
@Entity("topic")
@ObjectType({
  simpleResolvers: true,
  implements: Node,
  description: "What papers are about: a place in a hierarchy with several parents.",
})
export class Topic extends Node {
  @PrimaryColumn("int", { name: "row_id" })
  rowId!: number;

  @Column("uuid")
  uid!: string;

  @Column("text")
  @Field(() => String, {
    description:
      "Its name in addresses and filters. Of the vocabulary's topics it never changes; of those that sources brought it follows the name, and former ones find it too.",
  })
  slug!: string;

  @Column("text")
  @Field(() => String, { description: "As people write it." })
  name!: string;

  /** The name in lower case: what NAME sorts by. */
  @Column("text", { name: "name_key" })
  nameKey!: string;

  @Column("text")
  @Field(() => TopicKind, { description: "What it is." })
  kind!: TopicKind;

  @Column("text", { nullable: true })
  @Field(() => String, { nullable: true, description: "One sentence; null when there is none." })
  description!: string | null;

  /** Whether the vocabulary names it, and decides on its place; else a source brought it. */
  @Column("boolean", { name: "is_curated" })
  isCurated!: boolean;

  @Column("int", { name: "paper_count" })
  @Field(() => Int, { description: "Papers of it and of everything below it." })
  paperCount!: number;
}
