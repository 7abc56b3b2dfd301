/** A fault that whoever starts the service can mend: its message is one line that says what to do, shown without a stack. */
export class StartupError extends Error {
  override readonly name = "StartupError";
}
