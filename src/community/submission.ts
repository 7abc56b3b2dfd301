import { Field, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf, type Page } from "../graphql/connection";
import { Node } from "../graphql/node";
import { DateScalar, DateTimeScalar } from "../graphql/scalars";
import type { PaperRecord } from "../importers/importer";

export enum SubmissionStatus {
  PENDING = "PENDING",
  ACCEPTED = "ACCEPTED",
  REJECTED = "REJECTED",
}

registerEnumType(SubmissionStatus, {
  name: "SubmissionStatus",
  description: "What became of a submission.",
  valuesConfig: {
    PENDING: { description: "A curator has to look at it; until then its paper is in no list." },
    ACCEPTED: { description: "Its paper is in the graph, and on the list of its day." },
    REJECTED: { description: "A curator rejected it." },
  },
});

/** A submission: the row in `submission`. Its uid is its paper's too, where that was new. */
@ObjectType({
  simpleResolvers: true,
  implements: Node,
  description: "A paper that a member submitted. Seen by the member and by curators alone.",
})
export class Submission extends Node {
  rowId!: number;
  uid!: string;
  paperRowId!: number | null;
  record!: PaperRecord;
  repositoryUrl!: string | null;
  topics!: string[];

  @Field(() => SubmissionStatus, { description: "What became of it." })
  status!: SubmissionStatus;

  @Field(() => DateScalar, { description: "The day on whose list it goes; the day of its acceptance where that is later." })
  day!: string;

  @Field(() => String, { nullable: true, description: "Why it was rejected; null when it was not." })
  reason!: string | null;

  @Field(() => String, { description: "The name of the member who submitted it." })
  submittedBy!: string;

  @Field(() => DateTimeScalar, { description: "When it was submitted." })
  submittedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it was accepted or rejected; null while it is pending." })
  decidedAt!: Date | null;
}

export const SubmissionConnection = connectionOf(Submission, "Submission", "submissions");

/** A page of submissions. */
export type SubmissionPage = Page<Submission>;
