import { serverAudits } from "graphql-http";
import { useTestApp } from "./test-app";

const app = useTestApp();
const audits = serverAudits({ url: () => `${app.url}/graphql` });

test("the audit suite of GraphQL over HTTP has as many items as are passed here", () => {
  expect(audits).toHaveLength(61);
});

test.each(audits)("$id: $name", async ({ fn }) => {
  const result = await fn();
  expect(result).toMatchObject({ status: "ok" });
});
