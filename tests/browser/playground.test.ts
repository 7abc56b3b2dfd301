import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { readExamples } from "../../src/http/playground";
import { loadSample } from "../../src/importers/sample";
import { projectDir } from "../../src/project-dir";
import { useTestApp } from "../test-app";
import { LAUNCH_TIMEOUT_MS, launchBrowser } from "./launch";

jest.setTimeout(LAUNCH_TIMEOUT_MS);
const app = useTestApp();
const examples = readExamples(join(projectDir, "examples"));
const tabNames = examples.map(({ query }) => /^query (\w+)/m.exec(query)![1]!);
const byTopic = examples.find(({ title }) => title === "Filter by topic")!;

let browser: Browser;
beforeAll(async () => {
  await loadSample(app.db);
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** A visitor who was never here, what the pages asked for, and what they complained of. */
let visitor: BrowserContext;
let requested: string[];
let complaints: string[];
beforeEach(async () => {
  requested = [];
  complaints = [];
  visitor = await browser.newContext({ viewport: { width: 1280, height: 1600 } });
  visitor.setDefaultTimeout(30_000);
  visitor.on("request", (request) => requested.push(request.url()));
  visitor.on("weberror", (error) => complaints.push(String(error.error())));
  visitor.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
});
afterEach(() => visitor?.close());

async function open(path = "/"): Promise<Page> {
  const page = await visitor.newPage();
  await page.goto(app.url + path);
  await tabs(page).first().waitFor();
  return page;
}

const tabs = (page: Page) => page.locator(".graphiql-tab-button");
const openTab = (page: Page) => page.locator(".graphiql-tab-active .graphiql-tab-button");
const docs = (page: Page) => page.getByLabel("Documentation Explorer", { exact: true });
const editor = (page: Page) => page.locator(".graphiql-query-editor .view-lines");
const result = (page: Page) => page.locator(".graphiql-response .view-lines");
const run = (page: Page) => page.getByRole("button", { name: /Execute query/ }).click();
/** Changes to a tab, and waits until the editor has taken it in: it puts what it shows into the address. */
async function changeTab(page: Page, name: string): Promise<void> {
  await tabs(page).getByText(name, { exact: true }).click();
  await page.waitForURL((url) => url.searchParams.get("query")?.includes(`query ${name}`) ?? false);
}
/** Long lines are wrapped: their beginning stands on one line. */
const sees = (page: Page, text: string) => result(page).getByText(text.slice(0, 30)).first().waitFor();

test("a visitor filters by topic with the play button, and sees papers", async () => {
  const page = await open();
  expect(await page.title()).toBe("Papergraph");
  expect(await openTab(page).allTextContents()).toEqual(["FilterByTopic"]);
  const { papers } = await app.query(byTopic.query);
  await run(page);
  await sees(page, `"totalCount": ${papers.totalCount}`);
  await sees(page, papers.nodes[0].title);
  await sees(page, papers.nodes[1].title);
});

test("each example has a tab, and its query runs", async () => {
  const page = await open();
  expect(await tabs(page).allTextContents()).toEqual(tabNames);
  for (const [index, name] of tabNames.entries()) {
    if (index > 0) await changeTab(page, name);
    await editor(page).getByText(`query ${name}`).waitFor();
    const answered = page.waitForResponse(`${app.url}/graphql`);
    await run(page);
    expect(await (await answered).json()).toEqual({ data: expect.anything() });
  }
});

test("the playground asks nobody but the service, and complains of nothing", async () => {
  const page = await open();
  await run(page);
  await sees(page, '"totalCount"');
  await page.getByRole("link", { name: "Docs" }).click();
  await docs(page).getByText("PaperFilter").waitFor();
  await editor(page).click();
  await page.keyboard.press("Control+Space"); // completion: the workers run
  await page.locator(".suggest-widget.visible").waitFor();
  expect(requested.filter((url) => !url.startsWith(`${app.url}/`) && !/^(data|blob):/.test(url))).toEqual([]);
  expect(requested.some((url) => url.endsWith("graphql-worker.js"))).toBe(true);
  expect(complaints).toEqual([]);
});

test("schema and docs are one click away", async () => {
  const page = await open();
  await page.getByRole("link", { name: "Docs" }).click();
  await docs(page).getByText("PaperFilter").click();
  await docs(page).getByText("hasRepository").waitFor();
  await page.getByRole("link", { name: "Schema" }).click();
  await page.getByText("type Paper implements Node {").waitFor();
  const direct = await open("/#docs");
  await docs(direct).getByText("PaperFilter").waitFor();
});

test("who comes back finds the tabs as they were left, and no empty one", async () => {
  const page = await open();
  await changeTab(page, "ADay");
  await keepsTabs(page, tabNames.length, tabNames.indexOf("ADay"));
  await page.goto(app.url);
  await editor(page).getByText("query ADay").waitFor();
  expect(await tabs(page).allTextContents()).toEqual(tabNames);
  await editor(page).click();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText("query Mine { __typename }");
  await page.waitForURL(/Mine/);
  await page.reload();
  await editor(page).getByText("query Mine").waitFor();
  expect(await tabs(page).allTextContents()).toContain("Mine");
  expect(await openTab(page).allTextContents()).toEqual(["Mine"]);
});

test("an example can be opened from the menu again, whatever became of its tab", async () => {
  const page = await open("/?query={__typename}");
  expect(await tabs(page).allTextContents()).toEqual(["<untitled>", ...tabNames]);
  await keepsTabs(page, tabNames.length + 1, 0);
  await page.getByText("Examples").click();
  await page.getByRole("link", { name: "One paper" }).click();
  await editor(page).getByText("query OnePaper").waitFor();
  expect(await openTab(page).allTextContents()).toEqual(["OnePaper"]);
  expect(await tabs(page).allTextContents()).toEqual(["<untitled>", ...tabNames]);
});

/** Waits until the page has stored its tabs, which it does a moment after they change. */
async function keepsTabs(page: Page, count: number, active: number): Promise<void> {
  const areKept = ([count, active]: [number, number]) => {
    const kept = JSON.parse((globalThis as any).localStorage["graphiql:tabState"] ?? "null"); // runs in the page
    return kept !== null && kept.tabs.length === count && kept.activeTabIndex === active;
  };
  await page.waitForFunction(areKept, [count, active] as [number, number]);
}
