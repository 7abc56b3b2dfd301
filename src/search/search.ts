import { IsOptional, ValidateNested } from "class-validator";
import { ArgsType, Field, Float, ObjectType } from "type-graphql";
import { connectionWithEdge, type Edge, ForwardPageArgs, type Page } from "../graphql/connection";
import { Paper } from "../papers/paper";
import { PaperFilter } from "../papers/paper.args";
import type { ConnectionFacets } from "../papers/paper.facets";

@ArgsType()
export class SearchArgs extends ForwardPageArgs {
  @Field(() => String, {
    description:
      'What to look for: words, of which none must be there; "a phrase" that must; -without; OR between alternatives; ids and addresses of papers and repositories. Any text is understood; of a very long one the beginning counts.',
  })
  query!: string;

  @Field(() => PaperFilter, { nullable: true, description: "Which papers may be found; all when not said." })
  @IsOptional()
  @ValidateNested()
  filter?: PaperFilter | null;
}

/** A paper as it was found: its score, by which version of the counts of words, and the words that were looked for, without their endings. */
export type FoundPaper = Paper & { readonly score: number; readonly version: number; readonly lexemes: readonly string[] };

@ObjectType({ simpleResolvers: true, description: "A paper that was found, and how well it answers." })
export class SearchEdge {
  @Field(() => String, { description: "To continue from here with `after`, within an hour after many papers came." })
  cursor!: string;

  @Field(() => Paper, { description: "The paper." })
  node!: Paper;

  @Field(() => Float, {
    description:
      "From 0 to 1, comparable within one search alone. 1 for a paper that is named by an id, an address or its whole title.",
  })
  score!: number;
}

export const SearchConnection = connectionWithEdge(SearchEdge, Paper, "Search", "papers that were found, the best first");

/** A page of what was found. */
export interface SearchPage extends Page<FoundPaper, Edge<FoundPaper>> {
  /** How many were found, and whether that is all there is. */
  readonly total: { readonly count: number; readonly isExact: boolean };
  /** What was found on all pages, for facets. */
  readonly gather: () => ConnectionFacets;
}
