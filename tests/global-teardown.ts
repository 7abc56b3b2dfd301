import type { EmbeddedDatabase } from "../src/database/embedded";

export default async function tearDown() {
  await (globalThis as unknown as { testServer: EmbeddedDatabase }).testServer.close();
}
