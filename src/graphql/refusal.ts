import type { Payload, UserError, UserErrorCode } from "./user-error";

type Code = keyof typeof UserErrorCode;

/** A mutation does not do what it was asked to, for a reason that its caller can expect: it becomes a `userErrors` entry. Thrown in a transaction, it undoes it. */
export class Refusal extends Error {
  readonly userError: UserError;

  /** `path` is where in the arguments the reason lies: `input.paperId`; "" where it is no argument. */
  constructor(code: Code, path: string, message: string) {
    super(message);
    this.userError = { code: code as UserErrorCode, path: path === "" ? [] : path.split("."), message };
  }
}

/** The payload of a mutation: what `work` gives, or `refused` with the reason. Other errors are thrown on. */
export async function outcomeOf<T extends object>(refused: T, work: () => Promise<T>): Promise<T & Payload> {
  try {
    return { ...(await work()), userErrors: [] };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...refused, userErrors: [error.userError] };
  }
}
