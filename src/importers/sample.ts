import { join } from "node:path";
import type { DataSource } from "typeorm";
import { createSql } from "../database/sql";
import { projectDir } from "../project-dir";
import { MAX_LINE_BYTES } from "./importer";
import { listing } from "./listing";
import { importFile } from "./run-import";

/** The day of the bundled sample. */
const LISTED_ON = "2025-03-12";

/** Loads the bundled sample into an empty database; gives the number of papers, 0 when the database holds any already. */
export async function loadSample(db: DataSource): Promise<number> {
  const [found] = await createSql(db).prepared<{ isEmpty: boolean }>(
    `/* loadSample */ select not exists (select from paper) as "isEmpty"`,
  );
  if (!found!.isEmpty) return 0;
  const file = join(projectDir, "data", "sample-listing.txt");
  const { added } = await importFile(db, listing, file, { listedOn: LISTED_ON, today: LISTED_ON, maxLineBytes: MAX_LINE_BYTES });
  return added;
}
