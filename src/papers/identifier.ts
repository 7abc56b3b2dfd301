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

const addresses: Record<IdentifierScheme, string> = {
  ARXIV: "https://arxiv.org/abs/",
  DOI: "https://doi.org/",
  OPENREVIEW: "https://openreview.net/forum?id=",
  PAPERS_WITH_CODE: "https://paperswithcode.com/paper/",
  HUGGING_FACE: "https://huggingface.co/papers/",
};

/** Where an id leads. What would end the path of the address is written with percent signs. */
export function identifierUrl(scheme: IdentifierScheme, value: string): string {
  return addresses[scheme] + encodeURI(value).replace(/[?#]/g, encodeURIComponent);
}

/** Every id that is known of a paper; empty when only its title is. */
export function identifiersOf({ arxivId, doi, openReviewId, papersWithCodeId, isOnHuggingFace }: Paper): Identifier[] {
  const known: Record<IdentifierScheme, string | null> = {
    ARXIV: arxivId,
    DOI: doi,
    OPENREVIEW: openReviewId,
    PAPERS_WITH_CODE: papersWithCodeId,
    HUGGING_FACE: isOnHuggingFace ? arxivId : null,
  };
  return Object.values(IdentifierScheme).flatMap((scheme) => {
    const value = known[scheme];
    return value === null ? [] : [{ scheme, value, url: identifierUrl(scheme, value) }];
  });
}

/** The schemes under whose addresses a paper is at home, the surest first: the former Papers with Code is gone, and Hugging Face shows what is on arXiv. */
const HOMES: readonly IdentifierScheme[] = [IdentifierScheme.ARXIV, IdentifierScheme.DOI, IdentifierScheme.OPENREVIEW];

/** The ids under which a paper is at home, the surest first; empty when none is known. */
export function currentIdentifiers(paper: Paper): Identifier[] {
  return identifiersOf(paper).filter(({ scheme }) => HOMES.includes(scheme));
}
