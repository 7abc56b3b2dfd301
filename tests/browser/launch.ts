import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";

/** Unpacking takes seconds, and more on a busy machine. */
export const LAUNCH_TIMEOUT_MS = 120_000;

/** Starts a Chromium that reaches nothing but this machine. Found in a process of its own: its package asks the environment for a folder, which Jest hides. */
export async function launchBrowser(): Promise<Browser> {
  const found = execFileSync(process.execPath, [join(__dirname, "find-chromium.mjs")], {
    encoding: "utf8",
    timeout: LAUNCH_TIMEOUT_MS,
  });
  return chromium.launch({ ...JSON.parse(found), timeout: LAUNCH_TIMEOUT_MS });
}
