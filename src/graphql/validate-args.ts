import { validateSync } from "class-validator";
import { ArgumentValidationError } from "type-graphql";

/** Checks arguments by the decorators of their class. Throws an ArgumentValidationError. The same as type-graphql's own, which loads the validator anew for each field. */
export function validateArgs(args: unknown): void {
  if (typeof args !== "object" || args === null) return;
  const errors = [args].flat().flatMap((each) => (typeof each === "object" && each !== null ? validateSync(each, OPTIONS) : []));
  if (errors.length > 0) throw new ArgumentValidationError(errors);
}

const OPTIONS = { skipMissingProperties: true, forbidUnknownValues: false };
