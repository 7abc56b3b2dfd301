import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../src/project-dir";
import type { Half } from "./real-papers";

/**
 * What a reader found of the topics that papers of one half name: by arXiv id, then by slug, whether the paper is about it.
 * Judged were all topics whose names stand in title or abstract, whether the tagger asserts them or not.
 */
export function readJudgedTags(half: Half): ReadonlyMap<string, ReadonlyMap<string, boolean>> {
  const file: Record<Half, Record<string, { right: string[]; wrong: string[] }>> = JSON.parse(
    readFileSync(join(projectDir, "bench/judged-tags.json"), "utf8"),
  );
  return new Map(
    Object.entries(file[half]).map(([id, { right, wrong }]) => [
      id,
      new Map([...right.map((slug) => [slug, true] as const), ...wrong.map((slug) => [slug, false] as const)]),
    ]),
  );
}
