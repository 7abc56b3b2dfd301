// Takes docs/playground.png for the README: the playground of a service that runs, with the answer to the first example.
//
//   npm start                            in one terminal, with the bundled sample
//   node scripts/screenshot.mjs          in another; or with the address of the service, if it is not http://localhost:4000/

import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const address = process.argv[2] ?? "http://localhost:4000/";
const picture = join(ROOT, "docs/playground.png");

const found = execFileSync(process.execPath, [join(ROOT, "tests/browser/find-chromium.mjs")], { encoding: "utf8" });
const browser = await chromium.launch(JSON.parse(found));
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(address);
  await page.getByRole("button", { name: /Execute query/ }).click();
  await page.locator(".graphiql-response .view-lines").getByText("totalCount").waitFor();
  await page.mouse.move(640, 500); // away from the button and its tooltip
  await page.waitForTimeout(1000); // colours and fold marks come a moment later
  mkdirSync(dirname(picture), { recursive: true });
  await page.screenshot({ path: picture });
  console.log(picture);
} finally {
  await browser.close();
}
