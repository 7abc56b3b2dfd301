import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import type { Context } from "../context";
import { InputError } from "../graphql/errors";
import { BooleanFacet, MonthFacet, PaperConnection, PaperFacets, TextFacet, YearFacet } from "./paper.connection";
import { type ConnectionFacets, countFacet, type FacetSource, facetsOf } from "./paper.facets";
import type { PaperPage } from "./paper.queries";

@Resolver(() => PaperConnection)
export class PaperConnectionResolver {
  @FieldResolver(() => Int, {
    description: "How many match on all pages together: exact up to 10,000 and wherever counts are kept, else at least so many.",
  })
  async totalCount(@Root() page: PaperPage): Promise<number> {
    return (await page.count()).count;
  }

  @FieldResolver(() => Boolean, { description: "Whether `totalCount` is exact; else it is a lower bound." })
  async totalCountIsExact(@Root() page: PaperPage): Promise<boolean> {
    return (await page.count()).isExact;
  }

  @FieldResolver(() => PaperFacets, {
    nullable: true,
    description: "Counted under the connection's filter; null with an error when that would take too long.",
  })
  facets(@Root() page: PaperPage, @Ctx() context: Context): ConnectionFacets {
    return facetsOf(context, page);
  }
}

/** Months that `months` gives at most: a hundred years. */
const MOST_MONTHS = 1_200;

@Resolver(() => PaperFacets)
export class PaperFacetsResolver {
  @FieldResolver(() => Int, { nullable: true })
  async sampleSize(@Root() facets: FacetSource): Promise<number | null> {
    const { papers, isWhole } = await facets.sample();
    return isWhole ? null : papers.length;
  }

  @FieldResolver(() => [YearFacet], { description: "By year of first publication, newest first; undated papers are in none." })
  async years(@Root() facets: FacetSource, @Ctx() context: Context): Promise<YearFacet[]> {
    return (await countFacet<number>(context, "years", facets, 10_000)).map(({ value, count }) => ({ year: value, count }));
  }

  @FieldResolver(() => [MonthFacet], {
    description: "By month of first publication, newest first: the last months that hold any match.",
  })
  async months(
    @Root() facets: FacetSource,
    @Ctx() context: Context,
    @Arg("last", () => Int, { nullable: true, defaultValue: 12, description: "How many months at most: 1 to 1200." }) last:
      | number
      | null,
  ): Promise<MonthFacet[]> {
    const months = last ?? 12;
    if (months < 1 || months > MOST_MONTHS) throw new InputError(`last must be from 1 to ${MOST_MONTHS}, not ${months}`, "last");
    return (await countFacet<string>(context, "months", facets, months)).map(({ value, count }) => ({ start: value, count }));
  }

  @FieldResolver(() => [TextFacet], { description: "By framework of an implementation, most papers first; at most 100." })
  frameworks(@Root() facets: FacetSource, @Ctx() context: Context): Promise<TextFacet[]> {
    return countFacet(context, "frameworks", facets);
  }

  @FieldResolver(() => [TextFacet], {
    description: "By main programming language of a repository, most papers first; at most 100.",
  })
  languages(@Root() facets: FacetSource, @Ctx() context: Context): Promise<TextFacet[]> {
    return countFacet(context, "languages", facets);
  }

  @FieldResolver(() => BooleanFacet, { description: "By whether any repository is known." })
  async hasRepository(@Root() facets: FacetSource, @Ctx() context: Context): Promise<BooleanFacet> {
    const counts = new Map(
      (await countFacet<boolean>(context, "hasRepository", facets)).map(({ value, count }) => [value, count]),
    );
    return { yes: counts.get(true) ?? 0, no: counts.get(false) ?? 0 };
  }
}
