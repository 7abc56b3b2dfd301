import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { printedSchema } from "../graphql/printed-schema";
import { projectDir } from "../project-dir";
import { schema } from "../schema";

/** Writes the contract as the code says it. */
export function writeSchema(): void {
  writeFileSync(join(projectDir, "schema.graphql"), printedSchema(schema));
}
