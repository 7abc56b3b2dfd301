import { GraphQLError } from "graphql";
import type { Budget } from "./budget";
import type { Explanation } from "./price-tree";

const CODE = "QUERY_TOO_EXPENSIVE";

/** An operation that costs more than one may: where most of it lies, and the size that would fit. */
export function tooExpensive(points: number, limit: number, { path, points: part, fits }: Explanation): GraphQLError {
  const where = path.join(".");
  const advice = fits
    ? `With ${nameOf(fits)} it would fit.`
    : "No one page can be made so small that it fits: ask for fewer fields, or in several requests.";
  return new GraphQLError(
    `This costs ${points} points, and one request may cost ${limit}. Most of it is ${where}, with ${part} points. ${advice}`,
    {
      extensions: {
        code: CODE,
        cost: points,
        limit,
        path: where,
        pathCost: part,
        fits: fits && { ...fits, path: fits.path.join(".") },
        ...REFUSED,
      },
    },
  );
}

/** For example `first: 12 at papers`. A list is shorter, not smaller. */
function nameOf({ path, argument, size }: NonNullable<Explanation["fits"]>): string {
  const isPage = argument === "first" || argument === "last";
  return isPage ? `${argument}: ${size} at ${path.join(".")}` : `at most ${size} ${argument} at ${path.join(".")}`;
}

/** The operations of a batch that cost more together than one request may. */
export function dearBatch(points: number, limit: number): GraphQLError {
  return new GraphQLError(
    `The operations of this batch cost ${points} points up to here, and one request may cost ${limit}. Send them in several requests.`,
    { extensions: { code: CODE, cost: points, limit, ...REFUSED } },
  );
}

/** An operation whose fragments, put into each other, ask for more fields than anybody wants to count. */
export function tooManyFields(most: number): GraphQLError {
  return new GraphQLError(`This asks for more than ${most} fields once its fragments are put in. Ask for fewer.`, {
    extensions: { code: CODE, ...REFUSED },
  });
}

/** A client that has not so many points left in this minute. */
export function overdrawn(points: number, { limit, remaining, resetAt }: Budget): GraphQLError {
  const seconds = secondsUntil(resetAt);
  return new GraphQLError(
    `This costs ${points} points, and ${remaining} of the ${limit} that a client may spend a minute are left. There are ${limit} again in ${seconds} s.`,
    {
      extensions: {
        code: "RATE_LIMITED",
        cost: points,
        limit,
        remaining,
        resetAt: resetAt.toISOString(),
        http: { status: 429, headers: new Map([["retry-after", String(seconds)]]) },
      },
    },
  );
}

function secondsUntil(moment: Date): number {
  return Math.max(1, Math.ceil((moment.getTime() - Date.now()) / 1_000));
}

/** The status becomes 200 where the client does not tell apart what is refused from what fails. */
const REFUSED = { http: { status: 400 } };
