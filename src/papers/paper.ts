import { Field, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import type { Needs } from "../database/columns";
import { Node } from "../graphql/node";
import { DateScalar, DateTimeScalar, UrlScalar } from "../graphql/scalars";

/** What the fields of a paper that are no columns are computed from; those that are not named need the whole row. */
export const paperNeeds: Needs<Paper> = {
  id: ["__typename", "uid"],
  previousIds: [],
  primaryCategory: ["primaryCategoryId"],
  links: [],
  sources: [],
  authors: [],
  topics: [],
  topicLinks: [],
  related: [],
  upvoteCount: [],
  viewerHasUpvoted: [],
  trending: [],
  upvoteHistory: [],
  repositories: [],
  repositoryLinks: [],
};

/** A research paper: the row in `paper` and the `Paper` of the schema. */
@Entity("paper")
@ObjectType({ simpleResolvers: true, implements: Node, description: "A research paper." })
export class Paper extends Node {
  @PrimaryColumn("bigint", { name: "row_id" })
  rowId!: number;

  /** The key inside the public id: kept through export and import. */
  @Column("uuid")
  uid!: string;

  @Column("text")
  @Field(() => String, { description: "Made from the title, for addresses; never changes." })
  slug!: string;

  @Column("text")
  @Field(() => String, { description: "As the most trusted source prints it." })
  title!: string;

  /** The title without case, accents, punctuation and TeX: what TITLE sorts by, and what records with a title alone are matched by. */
  @Column("text", { name: "title_key" })
  titleKey!: string;

  @Column("text", { nullable: true })
  @Field(() => String, { nullable: true, description: "Plain text; null when no source gave one." })
  abstract!: string | null;

  @Column("text", { name: "arxiv_id", nullable: true })
  @Field(() => String, {
    nullable: true,
    description: "Without version, for example `2312.00752`; null when the paper is not known to be on arXiv.",
  })
  arxivId!: string | null;

  @Column("text", { nullable: true })
  @Field(() => String, { nullable: true, description: "In lower case, without an address before it; null when none is known." })
  doi!: string | null;

  @Column("text", { name: "openreview_id", nullable: true })
  openReviewId!: string | null;

  /** The page name on the former Papers with Code. */
  @Column("text", { name: "papers_with_code_id", nullable: true })
  papersWithCodeId!: string | null;

  /** Whether Hugging Face has a page on it: that page is named by the arXiv id. */
  @Column("boolean", { name: "is_on_hugging_face" })
  isOnHuggingFace!: boolean;

  @Column("date", { name: "published_on", nullable: true })
  @Field(() => DateScalar, { nullable: true, description: "The day of the first public version; null when no source says." })
  publishedOn!: string | null;

  @Column("date", { name: "version_updated_on", nullable: true })
  @Field(() => DateScalar, { nullable: true, description: "The day of the newest version; null when no source says." })
  versionUpdatedOn!: string | null;

  @Column("date", { name: "featured_on", nullable: true })
  @Field(() => DateScalar, { nullable: true, description: "The newest day on whose list it stood; null when on none." })
  featuredOn!: string | null;

  @Column("text", { nullable: true })
  @Field(() => String, { nullable: true, description: "Journal or conference; null when no source says." })
  venue!: string | null;

  @Column("text", { nullable: true })
  @Field(() => String, {
    nullable: true,
    description: "The authors' note, for example on pages or acceptance; null when there is none.",
  })
  comment!: string | null;

  @Column("text", { nullable: true })
  @Field(() => String, { nullable: true, description: "Under which the paper is published; null when no source says." })
  license!: string | null;

  @Column("text", { name: "landing_url", nullable: true })
  @Field(() => UrlScalar, {
    nullable: true,
    description: "Where people read about it: as a source says, else on arXiv; null when neither is known.",
  })
  landingUrl!: string | null;

  @Column("text", { name: "pdf_url", nullable: true })
  @Field(() => UrlScalar, {
    nullable: true,
    description: "The paper as PDF: as a source says, else on arXiv; null when neither is known.",
  })
  pdfUrl!: string | null;

  @Column("boolean", { name: "is_withdrawn" })
  @Field(() => Boolean, { description: "Whether its authors or its archive took it back." })
  isWithdrawn!: boolean;

  @Column("int", { name: "author_count" })
  @Field(() => Int, {
    description:
      "How many authors a source names, also those beyond the first 50; the paper has more where `authorsAreComplete` is false. 0 when no source names any.",
  })
  authorCount!: number;

  @Column("boolean", { name: "are_authors_whole" })
  @Field(() => Boolean, {
    description:
      'Whether `authorCount` counts all authors of the paper; false when sources name only the first ones, as in "A. Lovelace et al.", or none.',
  })
  authorsAreComplete!: boolean;

  @Column("int", { name: "primary_category_id", nullable: true })
  primaryCategoryId!: number | null;

  @Column("int", { name: "star_count" })
  @Field(() => Int, { description: "The most stars among its repositories; 0 when none is known." })
  starCount!: number;

  @Column({ type: "timestamptz", name: "created_at", precision: 3 })
  @Field(() => DateTimeScalar, { description: "When this instance first knew it." })
  createdAt!: Date;

  @Column({ type: "timestamptz", name: "updated_at", precision: 3 })
  @Field(() => DateTimeScalar, { description: "When a bibliographic field, topic or link last changed; never because of stars." })
  updatedAt!: Date;

  /** `publishedOn`, or the year 1 when unknown: never null, so that keyset paging loses no row. */
  @Column("date", { name: "sort_on" })
  sortOn!: string;

  /** The key of an order that moves (`isMoving`): read with lists in such an order alone. */
  movingKey?: number;

  /** `featuredOn`, or the year 1 when on no list. */
  @Column("date", { name: "featured_sort_on" })
  featuredSortOn!: string;
}
