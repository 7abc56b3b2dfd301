/** A fault that whoever starts the service can mend: its message is one line that says what to do, shown without a stack. */
export class StartupError extends Error {
  override readonly name = "StartupError";
}

/** For `catch`: throws a StartupError that says what failed, why, and what to do; one that says so already goes on as it is. */
export function explain(what: string, advice: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof StartupError) throw error;
    throw new StartupError(`${what}: ${reasonOf(error)}. ${advice}`);
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]); // each address of a host name was tried
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\s+/g, " ").replace(/\.$/, "");
}
