import { Field, Float, ObjectType } from "type-graphql";
import { LinkEvidence } from "../papers/link-evidence";
import { Topic } from "./topic";

@ObjectType({ simpleResolvers: true, description: "That a paper is about a topic, and why this is believed." })
export class TopicLink {
  @Field(() => Topic, { description: "The topic: asserted, not inherited." })
  topic!: Topic;

  @Field(() => Float, { description: "How sure it is, above 0 up to 1: the greatest of all evidence." })
  confidence!: number;

  @Field(() => [LinkEvidence], { description: "Who says so, the longest known first." })
  evidence!: LinkEvidence[];
}

/** A topic as one paper's links show it. */
export interface TopicLinkRow extends Topic {
  readonly paper: number;
  readonly confidence: number;
  readonly evidence: LinkEvidence[];
}
