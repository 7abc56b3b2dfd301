import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../project-dir";
import { drawTopicPage } from "../topics/topic-page";
import { loadVocabulary } from "../topics/vocabulary";

/** Writes `docs/topics.md` as the vocabulary says it. */
export function writeTopicPage(): void {
  writeFileSync(join(projectDir, "docs", "topics.md"), drawTopicPage(loadVocabulary()));
}
