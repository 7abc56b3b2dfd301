import { Field, ObjectType, registerEnumType } from "type-graphql";
import { DateTimeScalar } from "../graphql/scalars";

export enum EvidenceKind {
  STATED_BY_SOURCE = "STATED_BY_SOURCE",
  MENTIONED_IN_PAPER = "MENTIONED_IN_PAPER",
  MENTIONED_IN_REPOSITORY = "MENTIONED_IN_REPOSITORY",
  INFERRED_FROM_TEXT = "INFERRED_FROM_TEXT",
  SET_BY_MEMBER = "SET_BY_MEMBER",
}

registerEnumType(EvidenceKind, {
  name: "EvidenceKind",
  description: "Why a link is believed.",
  valuesConfig: {
    STATED_BY_SOURCE: { description: "A source says so." },
    MENTIONED_IN_PAPER: { description: "The paper's abstract or comment names it." },
    MENTIONED_IN_REPOSITORY: { description: "The repository names the paper." },
    INFERRED_FROM_TEXT: { description: "Concluded from title and abstract." },
    SET_BY_MEMBER: { description: "A member said so." },
  },
});

/** Why a link of a paper to a topic or a repository is believed. */
@ObjectType({ simpleResolvers: true, description: "Who says that a link is so, and since when." })
export class LinkEvidence {
  @Field(() => EvidenceKind, { description: "How it is known." })
  kind!: EvidenceKind;

  @Field(() => String, { description: "Who says so: the name of a source." })
  source!: string;

  @Field(() => DateTimeScalar, { description: "When this instance first heard it." })
  firstSeenAt!: Date;
}
