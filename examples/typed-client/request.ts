import type { TypedDocumentString } from "./generated/graphql";

/** Sends a query to a service. The query knows the types of its variables and of its data; an answer with errors is thrown. */
export async function request<Data, Variables>(
  url: string,
  query: TypedDocumentString<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data?: Data; errors?: { message: string }[] };
  if (errors || !data) throw new Error(errors?.map(({ message }) => message).join("\n") ?? `HTTP status ${response.status}`);
  return data;
}
