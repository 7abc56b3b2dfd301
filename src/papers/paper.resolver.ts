import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../context";
import { InputError } from "../graphql/errors";
import { globalId, parseGlobalId } from "../graphql/node-id";
import { CitationFormat, citePaper } from "./citation";
import { Identifier, identifiersOf } from "./identifier";
import { parseArxivId, parseDoi, parseOpenReviewId } from "./identifier.parse";
import { Paper } from "./paper";
import { PaperBy, PapersArgs } from "./paper.args";
import { PaperConnection } from "./paper.connection";
import { findPapers, type PaperPage } from "./paper.queries";
import { PaperLink } from "./paper-link";
import { PaperSource } from "./paper-source";

@Resolver(() => Paper)
export class PaperResolver {
  @Query(() => Paper, { nullable: true, description: "One paper; null when there is none." })
  paper(
    @Arg("by", () => PaperBy, { description: "What identifies it." }) by: PaperBy,
    @Ctx() context: Context,
  ): Promise<Paper | null> {
    return findPaper(by, context);
  }

  @Query(() => PaperConnection, { description: "Papers under a filter, in an order, a page at a time." })
  papers(@Args(() => PapersArgs) args: PapersArgs, @Ctx() context: Context): Promise<PaperPage> {
    return findPapers(context, args);
  }

  @FieldResolver(() => [Identifier], { description: "Every id that is known of it; empty when only its title is." })
  identifiers(@Root() paper: Paper): Identifier[] {
    return identifiersOf(paper);
  }

  @FieldResolver(() => [ID], { description: "Ids that lead here, of papers that turned out to be this one." })
  async previousIds(@Root() paper: Paper, @Ctx() { loaders }: Context): Promise<string[]> {
    return (await loaders.previousIdsByPaper.load(paper.rowId)).map(({ uid }) => globalId({ __typename: "Paper", uid }));
  }

  @FieldResolver(() => [PaperLink], {
    description: "Pages about it besides its landing page and PDF: project, video and image first; at most 20.",
  })
  links(@Root() paper: Paper, @Ctx() { loaders }: Context): Promise<PaperLink[]> {
    return loaders.pagesByPaper.load(paper.rowId);
  }

  @FieldResolver(() => String, {
    description:
      "How to cite it, in UTF-8: the first 50 authors as printed, and `others` where there are more, named by a source or not. Without a day of publication the month in its arXiv id counts.",
  })
  formattedCitation(
    @Root() paper: Paper,
    @Arg("format", () => CitationFormat, { description: "For which program." }) format: CitationFormat,
    @Ctx() context: Context,
  ): Promise<string> {
    return citePaper(paper, format, context);
  }

  @FieldResolver(() => [PaperSource], { description: "Who told of it, each once, by name; at most 20." })
  sources(@Root() paper: Paper, @Ctx() { loaders }: Context): Promise<PaperSource[]> {
    return loaders.sourcesByPaper.load(paper.rowId);
  }
}

/** The schema lets exactly one key through. */
async function findPaper(by: PaperBy, { loaders, paperAt }: Context): Promise<Paper | null> {
  if (by.id != null) return loaders.paperByUid.load(parseGlobalId(by.id, "by.id", "Paper").uid);
  if (by.slug != null) return loaders.paperBySlug.load(by.slug);
  if (by.arxivId != null)
    return loaders.paperByArxivId.load(parsed(by.arxivId, parseArxivId, "by.arxivId", "an arXiv id like 2312.00752"));
  if (by.doi != null) return loaders.paperByDoi.load(parsed(by.doi, parseDoi, "by.doi", "a DOI like 10.1145/3292500.3330701"));
  if (by.openReviewId != null)
    return loaders.paperByOpenReviewId.load(
      parsed(by.openReviewId, parseOpenReviewId, "by.openReviewId", "an OpenReview id like rJl-b3RcF7"),
    );
  return paperAt(by.url!, "by.url");
}

function parsed(text: string, parse: (text: string) => string | null, argument: string, expected: string): string {
  const id = parse(text);
  if (id === null) throw new InputError(`${argument} must be ${expected}, not ${JSON.stringify(text)}`, argument);
  return id;
}
