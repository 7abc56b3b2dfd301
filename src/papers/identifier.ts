import { Field, ObjectType, registerEnumType } from "type-graphql";
import { UrlScalar } from "../graphql/scalars";
import type { Paper } from "./paper";

export enum IdentifierScheme {
  ARXIV = "ARXIV",
  DOI = "DOI",
  OPENREVIEW = "OPENREVIEW",
  PAPERS_WITH_CODE = "PAPERS_WITH_CODE",
  HUGGING_FACE = "HUGGING_FACE",
}

registerEnumType(IdentifierScheme, {
  name: "IdentifierScheme",
  description: "Who gives ids to papers.",
  valuesConfig: {
    ARXIV: { description: "arXiv, for example `2312.00752`." },
    DOI: { description: "A Digital Object Identifier, for example `10.1145/3292500.3330701`." },
    OPENREVIEW: { description: "OpenReview's forum id." },
    PAPERS_WITH_CODE: { description: "The page name on the former Papers with Code." },
    HUGGING_FACE: { description: "Hugging Face paper pages, named by arXiv id." },
  },
});

@ObjectType({ simpleResolvers: true, description: "An id of a paper outside this service." })
export class Identifier {
  @Field(() => IdentifierScheme, { description: "Who gave it." })
  scheme!: IdentifierScheme;

  @Field(() => String, { description: "The id, without an address before it." })
  value!: string;

  @Field(() => UrlScalar, { description: "Where it leads." })
  url!: string;
}

const addresses = {
  [IdentifierScheme.ARXIV]: "https://arxiv.org/abs/",
  [IdentifierScheme.DOI]: "https://doi.org/",
  [IdentifierScheme.OPENREVIEW]: "https://openreview.net/forum?id=",
};

/** Every id that is known of a paper; empty when only its title is. */
export function identifiersOf({ arxivId, doi, openReviewId }: Paper): Identifier[] {
  const known = [
    [IdentifierScheme.ARXIV, arxivId],
    [IdentifierScheme.DOI, doi],
    [IdentifierScheme.OPENREVIEW, openReviewId],
  ] as const;
  return known.flatMap(([scheme, value]) =>
    value === null ? [] : [{ scheme, value, url: addresses[scheme] + encodeURI(value) }],
  );
}
