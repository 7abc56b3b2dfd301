/** A working query for the playground. */
export interface Example {
  /** For people, for example `Filter by topic`. */
  readonly title: string;
  /** The comment at its beginning: what it shows. */
  readonly about: string;
  readonly query: string;
}

/** Where the parts of the page lie. Relative, so that the service may stand behind a path of a proxy. */
export interface PageParts {
  readonly style: string;
  readonly script: string;
  /** By the name under which the editor asks for them. */
  readonly workers: Readonly<Record<string, string>>;
}

/** Nothing but this service may be asked for anything, whatever the editor's code would try. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'", // the editor writes its colours into the page
  "font-src data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The page: a bar with the examples, the contract and the docs, and below it the place where `bootScript` puts GraphiQL. */
export function renderPage(examples: readonly Example[], parts: PageParts): string {
  const entries = examples.map(
    ({ title, about, query }) =>
      `<li><a href="./?query=${encodeURIComponent(query)}"><b>${escapeHtml(title)}</b> ${escapeHtml(about)}</a></li>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Papergraph</title>
<link rel="icon" href="${favicon}">
<link rel="stylesheet" href="${parts.style}">
</head>
<body>
<header>
<a class="brand" href="./">Papergraph</a>
<details><summary>Examples</summary><ul>${entries.join("")}</ul></details>
<a href="schema.graphql">Schema</a>
<a href="#docs">Docs</a>
</header>
<noscript>The playground needs JavaScript. The service answers GraphQL without it, at /graphql.</noscript>
<div id="root"></div>
<script type="application/json" id="settings">${escapeJson({ examples: examples.map(({ query }) => query), workers: parts.workers })}</script>
<script src="${parts.script}"></script>
</body>
</html>
`;
}

/** Goes after the editor's own styles. */
export const pageStyle = `
html, body { height: 100%; }
body { display: flex; flex-direction: column; }
#root { flex: 1; min-height: 0; }
#root .graphiql-container { width: 100%; height: 100%; }
body > header { display: flex; align-items: center; gap: 24px; padding: 0 16px; background: #1b2440; font: 15px Roboto, sans-serif; }
body > header > a, summary { padding: 9px 0; color: #c9d3ee; text-decoration: none; cursor: pointer; }
body > header > a:hover, summary:hover { color: #fff; text-decoration: underline; }
body > header > .brand { margin-right: auto; color: #fff; font-weight: 500; }
details { position: relative; }
details ul { position: absolute; z-index: 100; right: 0; width: 480px; max-width: 90vw; margin: 0; padding: 8px; list-style: none; background: #fff; border-radius: 8px; box-shadow: 0 6px 24px #0006; }
details li a { display: block; padding: 8px 12px; border-radius: 6px; color: #3b4b68; text-decoration: none; line-height: 1.4; }
details li a:hover { background: #eef1f8; }
details li b { display: block; color: #1b2440; font-weight: 500; }
`;

/** Goes before the editor's code, which starts its workers with it. */
export const workerScript = `
const settings = JSON.parse(document.getElementById("settings").textContent);
self.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (_module, label) => settings.workers[label] };
`;

/**
 * Goes after the editor's code. Who has been here before finds the tabs as they were left: GraphiQL keeps them in localStorage, but opens
 * an empty one beside them unless it is told which was open. A query in the address, of an example or shared by a person, goes first.
 */
export const bootScript = `
const shared = new URL(location.href).searchParams.get("query");
const examples = [...new Set([...(shared ? [shared] : []), ...settings.examples])];
const { query, variables } = keptTab() ?? { query: examples[0] };
YogaGraphiQL.renderYogaGraphiQL(document.getElementById("root"), {
  endpoint: "graphql",
  title: "",
  logo: "",
  defaultTabs: examples.map((query) => ({ query })),
  query: shared || (query ?? ""),
  variables: variables ?? "",
  visiblePlugin: location.hash === "#docs" ? "Documentation Explorer" : undefined,
  defaultEditorToolsVisibility: false,
  shouldPersistHeaders: false,
});
function keptTab() {
  try {
    const { tabs, activeTabIndex } = JSON.parse(localStorage.getItem("graphiql:tabState"));
    const open = tabs[activeTabIndex];
    return !shared || open.query === shared ? open : tabs.find(({ query }) => query === shared);
  } catch {
    return undefined;
  }
}
const openDocs = () => document.querySelector('.graphiql-sidebar [aria-label="Show Documentation Explorer"]')?.click();
document.querySelector('a[href="#docs"]').addEventListener("click", openDocs);
document.addEventListener("click", ({ target }) => {
  const menu = document.querySelector("details");
  if (!menu.contains(target)) menu.open = false;
});
`;

const favicon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1b2440"/><g stroke="#8fb4ff" stroke-width="2.5"><path d="M9 10 23 16 11 24Z" fill="none"/></g><g fill="#fff"><circle cx="9" cy="10" r="4"/><circle cx="23" cy="16" r="4"/><circle cx="11" cy="24" r="4"/></g></svg>',
)}`;

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** JSON for a script element, which no text in it can end. */
function escapeJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
