// Makes schema.graphql the released contract, against which tests/schema-released.test.ts holds every later one. Run when a version is released.

import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

const header = `# The contract as clients know it: that of version ${version}. What is here stays; a test compares it with schema.graphql.
# Written by "npm run release:schema" when a version is released, and not otherwise: never to make the test pass.

`;
writeFileSync(join(ROOT, "schema.released.graphql"), header + readFileSync(join(ROOT, "schema.graphql"), "utf8"));
