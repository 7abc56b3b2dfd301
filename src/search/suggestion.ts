import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Node } from "../graphql/node";

export enum SuggestionKind {
  PAPER = "PAPER",
  TOPIC = "TOPIC",
  AUTHOR = "AUTHOR",
  REPOSITORY = "REPOSITORY",
}

registerEnumType(SuggestionKind, {
  name: "SuggestionKind",
  description: "What can be suggested while somebody types.",
  valuesConfig: {
    PAPER: { description: "A paper, by its title." },
    TOPIC: { description: "A topic, by its name or an alias." },
    AUTHOR: { description: "An author, by first or last name." },
    REPOSITORY: { description: "A repository, by its name or its owner's." },
  },
});

@ObjectType({ simpleResolvers: true, description: "What somebody may be about to type." })
export class Suggestion {
  @Field(() => String, { description: "The title or name, as it is printed." })
  text!: string;

  @Field(() => SuggestionKind, { description: "What it is." })
  kind!: SuggestionKind;

  @Field(() => Node, { description: "The paper, topic, author or repository itself." })
  node!: Node;
}
