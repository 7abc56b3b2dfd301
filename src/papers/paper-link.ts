import { Field, ObjectType, registerEnumType } from "type-graphql";
import { UrlScalar } from "../graphql/scalars";

export enum PaperLinkKind {
  PROJECT = "PROJECT",
  VIDEO = "VIDEO",
  IMAGE = "IMAGE",
  OTHER = "OTHER",
}

registerEnumType(PaperLinkKind, {
  name: "PaperLinkKind",
  description: "What a link of a paper leads to.",
  valuesConfig: {
    PROJECT: { description: "The project's page." },
    VIDEO: { description: "A talk or a demonstration." },
    IMAGE: { description: "A picture that stands for the paper." },
    OTHER: { description: "Something else, for example the page at a conference." },
  },
});

/** A page about a paper besides its landing page and PDF: what a client sees of a row of `paper_link`. */
@ObjectType({ simpleResolvers: true, description: "A page about a paper besides its landing page and its PDF." })
export class PaperLink {
  @Field(() => PaperLinkKind, { description: "What it leads to." })
  kind!: PaperLinkKind;

  @Field(() => UrlScalar, { description: "Where it leads." })
  url!: string;
}
