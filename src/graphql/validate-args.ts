import { validateSync } from "class-validator";
import type { GraphQLResolveInfo } from "graphql";
import { ArgumentValidationError } from "type-graphql";

/**
 * Checks arguments by the decorators of their class. Throws an ArgumentValidationError. The same as type-graphql's own, which loads the validator anew for each field.
 * Mutations take one argument, `input`, and are handed its value: paths begin with it all the same.
 */
export function validateArgs(args: unknown, _type: unknown, { info }: { info: GraphQLResolveInfo }): void {
  if (typeof args !== "object" || args === null) return;
  const errors = [args].flat().flatMap((each) => (typeof each === "object" && each !== null ? validateSync(each, OPTIONS) : []));
  if (errors.length === 0) return;
  const isInput = info.parentType.name === "Mutation";
  throw new ArgumentValidationError(isInput ? [{ property: "input", children: errors }] : errors);
}

const OPTIONS = { skipMissingProperties: true, forbidUnknownValues: false };
