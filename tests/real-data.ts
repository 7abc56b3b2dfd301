import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const folder = resolve(__dirname, "../../shared/data");

/** The path of a file of real input, which lies beside the project and is not part of it. */
export const realFile = (name: string): string => join(folder, name);

/** A test on real input: skipped, with the reason in its title, where that is absent. It is more than tests of our own read, so they have two minutes. */
export function testOnRealInput(title: string, run: () => Promise<void>, timeout = 120_000): void {
  const isPresent = existsSync(folder);
  (isPresent ? test : test.skip)(isPresent ? title : `${title} (skipped: needs the real input in ../shared/data)`, run, timeout);
}
