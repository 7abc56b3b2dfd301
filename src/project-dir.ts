import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The project's folder, the nearest above this file that holds a package.json: the same from `src` and from the built `dist/src`. */
export const projectDir = findProject(__dirname);

function findProject(folder: string): string {
  if (existsSync(join(folder, "package.json"))) return folder;
  if (folder === dirname(folder)) throw new Error(`There is no package.json in or above ${__dirname}`);
  return findProject(dirname(folder));
}
