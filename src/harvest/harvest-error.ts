/** Why a harvest ends before its end, in one line. What was imported before stays, and the next harvest goes on from there. */
export class HarvestError extends Error {
  override readonly name: string = "HarvestError";
}

/** A failure that may be over soon: the request is repeated. */
export class PassingError extends HarvestError {
  override readonly name = "PassingError";

  constructor(
    message: string,
    /** How long the service asks to wait, in milliseconds; null when it does not say. */
    readonly waitMs: number | null = null,
  ) {
    super(message);
  }
}
