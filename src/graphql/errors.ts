import { unwrapResolverError } from "@apollo/server/errors";
import type { ValidationError } from "class-validator";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { ArgumentValidationError } from "type-graphql";
import { argumentOf } from "./argument-path";

/** The client asked for something that it can mend: the message is shown as it is. `argument` is the path of what was wrong, for example `filter.topics.anyOf[0]`. */
export class InputError extends GraphQLError {
  constructor(message: string, argument: string) {
    super(message, { extensions: { code: "BAD_USER_INPUT", argument } });
  }
}

/** Nobody waits for the answer any more: the client closed its connection. */
export class ClientGone extends GraphQLError {
  constructor() {
    super("The client went away before the answer was there.", { extensions: { code: "CLIENT_GONE" } });
  }
}

/** The code of what cannot be answered now, through no fault of the request. */
export const UNAVAILABLE = "SERVICE_UNAVAILABLE";

/** Seconds after which what was unavailable may be asked for again. */
export const RETRY_AFTER = 1;

/** SQLSTATE of a statement that the database cancelled, here because it ran into its time limit. */
const QUERY_CANCELED = "57014";

/** The request of each error. */
const requests = new WeakMap<Error, string>();

/** Says in which request an error arose: what the client is shown of it in its place, and the log, name that request. */
export function noteRequest(error: Error, requestId: string): void {
  requests.set(error, requestId);
}

/** Tells of an unexpected error under the id of its request, which the client was given. */
export type LogError = (error: unknown, id: string) => void;

/** What a client sees: our own messages and those of graphql-js, and for anything unexpected only an id to quote. `logGone` hears of each error that says that the database is gone. */
export function formatError(log: LogError, logGone: LogError) {
  return (shown: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const cause = unwrapResolverError(thrown);
    const idOf = () => (thrown instanceof Error && requests.get(thrown)) || crypto.randomUUID(); // some arise before there is a request
    if (cause instanceof ArgumentValidationError) return { ...shown, ...validationProblem(cause.extensions.validationErrors) };
    if (isTimeout(cause))
      return {
        ...shown,
        message: "This took longer than the database may work on one statement: ask for less.",
        extensions: { code: "TIMEOUT" },
      };
    if (isPoolBusy(cause))
      return {
        ...shown,
        message: "The database has more to do than it can: try again later.",
        extensions: { code: UNAVAILABLE },
      };
    if (isGone(cause)) {
      logGone(cause, idOf());
      return {
        ...shown,
        message: `The database cannot be reached: try again in ${RETRY_AFTER} s.`,
        extensions: { code: UNAVAILABLE },
      };
    }
    if (isTooDeep(cause))
      return { ...shown, message: "The request is nested too deeply.", extensions: { code: "BAD_USER_INPUT" } };
    if (cause instanceof GraphQLError && !(cause.originalError && !(cause.originalError instanceof GraphQLError)))
      return located(shown, cause);
    const id = idOf();
    log(cause, id);
    return { message: `Internal error ${id}`, path: shown.path, extensions: { code: "INTERNAL_SERVER_ERROR", id } };
  };
}

/** Names the argument in an error that graphql-js found in a value: its own message only quotes the value. */
function located(shown: GraphQLFormattedError, error: GraphQLError): GraphQLFormattedError {
  const argument = shown.extensions?.argument ?? argumentOf(error);
  if (argument === undefined) return isUnservedOperation(error) ? { ...shown, extensions: { code: "BAD_REQUEST" } } : shown;
  const message = shown.message.includes(String(argument)) ? shown.message : `${argument}: ${shown.message}`;
  // What graphql-js finds only when it executes has no code of its own.
  const code = shown.extensions?.code === "INTERNAL_SERVER_ERROR" ? "BAD_USER_INPUT" : shown.extensions?.code;
  return { ...shown, message, extensions: { ...shown.extensions, code, argument } };
}

/** graphql-js says it without a code: the schema has no mutations, or no subscriptions. */
function isUnservedOperation(error: GraphQLError): boolean {
  return error.message.startsWith("Schema is not configured to execute");
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === QUERY_CANCELED;
}

/** The statement waited for a connection until its time was over: the pool has no code for it. */
function isPoolBusy(error: unknown): boolean {
  const { message } = error instanceof Error && error.cause instanceof Error ? error.cause : (error as Error);
  return message === "timeout exceeded when trying to connect";
}

/** The connection to the database was lost, or there is none to be had. */
function isGone(error: unknown): boolean {
  return error instanceof Error && error.name === "DatabaseGoneError";
}

/** Whoever walks through a document or a value calls itself for each level: only a client's nesting is as deep as the stack. */
function isTooDeep(error: unknown): boolean {
  return error instanceof Error && error.message === "Maximum call stack size exceeded";
}

/** class-validator's findings with the path of each; its own error would echo the client's whole input. */
function validationProblem(errors: readonly ValidationError[]): Pick<GraphQLFormattedError, "message" | "extensions"> {
  const problems = errors.flatMap((error) => flatten(error, ""));
  return {
    message: problems.map(({ message }) => message).join("; "),
    extensions: { code: "BAD_USER_INPUT", argument: problems[0]?.path },
  };
}

function flatten(
  { property, value, constraints, children }: ValidationError,
  parent: string,
): { path: string; message: string }[] {
  const path = /^\d+$/.test(property) ? `${parent}[${property}]` : parent ? `${parent}.${property}` : property;
  const own = Object.values(constraints ?? {}).map((expected) => ({
    path,
    message: `${path} ${expected}, not ${JSON.stringify(value)}`,
  }));
  return [...own, ...(children ?? []).flatMap((child) => flatten(child, path))];
}
