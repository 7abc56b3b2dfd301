import { Field, ObjectType, registerEnumType } from "type-graphql";

/** Another list of topics. */
export enum TopicScheme {
  ARXIV = "ARXIV",
  OPENALEX = "OPENALEX",
  PAPERS_WITH_CODE = "PAPERS_WITH_CODE",
  GITHUB = "GITHUB",
}

registerEnumType(TopicScheme, {
  name: "TopicScheme",
  description: "Other lists of topics.",
  valuesConfig: {
    ARXIV: { description: "The categories of arXiv, by code: `cs.CV`." },
    OPENALEX: { description: "The topics of OpenAlex, by id: `T10456`." },
    PAPERS_WITH_CODE: { description: "The tasks, methods and areas of the former Papers with Code, by name." },
    GITHUB: { description: "The topics of repositories on GitHub, by name." },
  },
});

@ObjectType({ simpleResolvers: true, description: "What another list of topics calls a topic." })
export class TopicMapping {
  @Field(() => TopicScheme, { description: "The list." })
  scheme!: TopicScheme;

  @Field(() => String, { description: "Its code, id or name there, as that list writes it." })
  value!: string;
}
