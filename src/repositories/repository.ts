import { Field, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import type { Needs } from "../database/columns";
import { Node } from "../graphql/node";
import { DateTimeScalar, UrlScalar } from "../graphql/scalars";

/** What the fields of a repository that are no columns are computed from; those that are not named need the whole row. */
export const repositoryNeeds: Needs<Repository> = {
  id: ["__typename", "uid"],
  nameWithOwner: ["owner", "name"],
  papers: [],
  paperLinks: [],
};

/** A code repository: the row in `repository` and the `Repository` of the schema. */
@Entity("repository")
@ObjectType({ simpleResolvers: true, implements: Node, description: "A repository of code that implements papers." })
export class Repository extends Node {
  @PrimaryColumn("bigint", { name: "row_id" })
  rowId!: number;

  @Column("uuid")
  uid!: string;

  @Column("text")
  @Field(() => UrlScalar, { description: "Its canonical address, for example `https://github.com/owner/name`." })
  url!: string;

  @Column("text")
  @Field(() => String, { description: "For example `github.com`." })
  host!: string;

  @Column("text")
  @Field(() => String, { description: "The user or organisation, with slashes where groups are nested." })
  owner!: string;

  @Column("text")
  @Field(() => String, { description: "Without the owner." })
  name!: string;

  /** Owner and name in lower case: what NAME sorts by. */
  @Column("text", { name: "name_key" })
  nameKey!: string;

  @Column("text", { nullable: true })
  @Field(() => String, { nullable: true, description: "As its host shows it; null until a source says." })
  description!: string | null;

  @Column("int", { name: "star_count", nullable: true })
  @Field(() => Int, { nullable: true, description: "Null until a source says." })
  starCount!: number | null;

  @Column("text", { nullable: true })
  @Field(() => String, { nullable: true, description: "The main programming language; null until a source says." })
  language!: string | null;

  @Column("text", { nullable: true })
  @Field(() => String, { nullable: true, description: "For example `Apache-2.0`; null until a source says." })
  license!: string | null;

  @Column("boolean", { name: "is_archived", nullable: true })
  @Field(() => Boolean, { nullable: true, description: "Whether it is read-only by now; null until a source says." })
  isArchived!: boolean | null;

  @Column({ type: "timestamptz", name: "pushed_at", precision: 3, nullable: true })
  @Field(() => DateTimeScalar, { nullable: true, description: "When code was last pushed; null until a source says." })
  pushedAt!: Date | null;

  @Column({ type: "timestamptz", name: "checked_at", precision: 3, nullable: true })
  @Field(() => DateTimeScalar, { nullable: true, description: "When its host was last asked; null when never." })
  checkedAt!: Date | null;

  @Column("int", { name: "paper_count" })
  paperCount!: number;

  /** `starCount`, or -1 while unknown. */
  @Column("int", { name: "star_sort" })
  starSort!: number;

  /** `pushedAt`, or the year 1 while unknown. */
  @Column({ type: "timestamptz", name: "pushed_sort_at", precision: 3 })
  pushedSortAt!: Date;
}
