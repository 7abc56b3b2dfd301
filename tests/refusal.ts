import type { TestApp } from "./test-app";

/** The one error of an answer that refuses what was asked: it names the argument and tells nothing of the inside. */
export async function refusalOf(
  app: TestApp,
  query: string,
  variables?: object,
): Promise<{ message: string; code: string; argument: string }> {
  const answer = await app.send(query, variables);
  expect(answer.errors).toHaveLength(1);
  const [{ message, extensions }] = answer.errors;
  expect(Object.keys(extensions).sort()).toEqual(["argument", "code"]);
  expect(message).toContain(extensions.argument);
  expect(JSON.stringify(answer)).not.toMatch(/node_modules|\.ts:|select /);
  return { message, ...extensions };
}
