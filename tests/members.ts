import { makeKey } from "../src/community/api-key.changes";
import { Scope } from "../src/community/scope";
import type { TestApp } from "./test-app";

/** What a member sends: queries over HTTP with their key. */
export interface TestMember {
  readonly key: string;
  /** Runs an operation and gives its data; fails the test when the answer has errors. */
  query<T = any>(source: string, variables?: object): Promise<T>;
  /** Runs an operation and gives the raw answer, its status with it. */
  send(source: string, variables?: object): Promise<any>;
}

/** Sends operations with an `Authorization` header. */
export function sender(app: TestApp, authorization: string): Omit<TestMember, "key"> {
  const send = async (query: string, variables?: object) => {
    const answer = await fetch(`${app.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization },
      body: JSON.stringify({ query, variables }),
    });
    return { status: answer.status, headers: answer.headers, ...((await answer.json()) as object) };
  };
  const query = async (source: string, variables?: object) => {
    const { data, errors } = (await send(source, variables)) as any;
    expect(errors).toBeUndefined();
    return data;
  };
  return { send, query };
}

/** A member with a key of these scopes. */
export async function newMember(app: TestApp, memberName: string, scopes: Scope[] = [Scope.CONTRIBUTE]): Promise<TestMember> {
  const { key } = await makeKey(app.db, { memberName, scopes }, null);
  return { key, ...sender(app, `Bearer ${key}`) };
}
