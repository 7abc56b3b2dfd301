import { Field, ObjectType, registerEnumType } from "type-graphql";

export enum HighlightField {
  TITLE = "TITLE",
  ABSTRACT = "ABSTRACT",
}

registerEnumType(HighlightField, {
  name: "HighlightField",
  description: "Which text of a paper holds words that were looked for.",
  valuesConfig: {
    TITLE: { description: "The title, whole." },
    ABSTRACT: { description: "The abstract, or the passage of it that holds most." },
  },
});

@ObjectType({ simpleResolvers: true, description: "A piece of a text." })
export class HighlightFragment {
  @Field(() => String, { description: "As the paper prints it: plain text, no markup." })
  text!: string;

  @Field(() => Boolean, { description: "Whether it is a word that was looked for, in any of its forms." })
  isMatch!: boolean;
}

@ObjectType({ simpleResolvers: true, description: "Where words that were looked for stand in one text of a paper." })
export class Highlight {
  @Field(() => HighlightField, { description: "Which text it is." })
  field!: HighlightField;

  @Field(() => [HighlightFragment], {
    description: "The text in pieces, in order; of a long abstract one passage, with … where it is cut.",
  })
  fragments!: HighlightFragment[];
}
