import { isDay } from "../calendar";
import { InputError } from "./errors";

/** What a row of a node type carries: the type's name and a key that is kept with the row for good. */
export interface NodeRow {
  readonly __typename: string;
  readonly uid: string;
}

const ID = /^([A-Z]\w+):([\w-]{1,64})$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The global id of a node: opaque to clients, the same on every instance that holds the same row. */
export function globalId({ __typename, uid }: NodeRow): string {
  return Buffer.from(`${__typename}:${uid}`).toString("base64url");
}

/** The type and key inside a global id; null when the text is none. */
export function readGlobalId(id: string): NodeRow | null {
  const [, __typename = "", uid = ""] = ID.exec(Buffer.from(id, "base64url").toString()) ?? [];
  const isWhole = __typename === "DailyList" ? isDay(uid) : UUID.test(uid);
  // Encoding again refuses what a lenient decoder lets pass, so that every node has one id.
  return isWhole && globalId({ __typename, uid }) === id ? { __typename, uid } : null;
}

/** The type and key inside a global id. Throws an InputError that names `argument` when it is none, or of a type other than `expected`. */
export function parseGlobalId(id: string, argument: string, expected?: string): NodeRow {
  const node = readGlobalId(id);
  if (!node) throw new InputError(`${argument} must be an id that this service gave, not ${JSON.stringify(id)}`, argument);
  if (expected && node.__typename !== expected)
    throw new InputError(
      `${argument} must be the id of a ${expected}, not of a ${node.__typename} (${JSON.stringify(id)})`,
      argument,
    );
  return node;
}
