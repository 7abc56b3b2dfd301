import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { projectDir } from "../project-dir";
import {
  bootScript,
  contentSecurityPolicy,
  type Example,
  type PageParts,
  pageStyle,
  renderPage,
  workerScript,
} from "./playground-page";
import { StaticText } from "./static-text";

/** Asked for again each time, and sent only when it has changed. */
const REVALIDATED = "no-cache";
/** Under an address that changes with the content. */
const FOR_EVER = "public, max-age=31536000, immutable";

/**
 * `GET /`: GraphiQL with a tab for each file of `examplesDir`; nothing in it comes from elsewhere. `GET /schema.graphql`: the contract.
 * The editor is large: it lies under addresses of its own, `/playground/...`, that a browser asks for once.
 */
export function addPlayground(app: FastifyInstance, contract: string, examplesDir = join(projectDir, "examples")): void {
  const schema = new StaticText(contract, { "content-type": "text/plain; charset=utf-8", "cache-control": REVALIDATED });
  let built: ReturnType<typeof build> | undefined;
  const playground = () => (built ??= build(readExamples(examplesDir)));

  app.get("/", async (request, reply) => (await playground()).page.send(request, reply));
  app.get("/schema.graphql", (request, reply) => schema.send(request, reply));
  app.get<{ Params: { name: string } }>("/playground/:name", async (request, reply) => {
    const part = (await playground()).parts.get(request.params.name);
    return part ? part.send(request, reply) : reply.callNotFound();
  });
}

/** The examples of a folder in the order of their file names: `1-filter-by-topic.graphql` is "Filter by topic". */
export function readExamples(folder: string): Example[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".graphql"));
  return files.sort(new Intl.Collator("en", { numeric: true }).compare).map((name) => {
    const words = name.replace(/^\d+-|\.graphql$/g, "").replaceAll("-", " ");
    const query = readFileSync(join(folder, name), "utf8");
    const comment = /^(#.*\n)*/.exec(query)![0].trimEnd().split("\n");
    return {
      title: words.charAt(0).toUpperCase() + words.slice(1),
      about: comment.map((line) => line.slice(1).trim()).join(" "),
      query,
    };
  });
}

/** Made when the playground is first opened: most processes never are asked for it, and the editor takes 50 MB. */
async function build(examples: readonly Example[]): Promise<{ page: StaticText; parts: Map<string, StaticText> }> {
  const editor = await import("@graphql-yoga/render-graphiql/graphiql");
  const parts = new Map<string, StaticText>();
  const add = (name: string, type: string, text: string) => {
    const part = new StaticText(text, { "content-type": `${type}; charset=utf-8`, "cache-control": FOR_EVER });
    const address = `${part.hash}.${name}`;
    parts.set(address, part);
    return `playground/${address}`;
  };
  const addresses: PageParts = {
    style: add("graphiql.css", "text/css", editor.css + pageStyle),
    script: add("graphiql.js", "text/javascript", `${workerScript}${editor.js};${bootScript}`),
    workers: {
      editorWorkerService: add("editor-worker.js", "text/javascript", editor.editorWorkerService),
      json: add("json-worker.js", "text/javascript", editor.jsonWorker),
      graphql: add("graphql-worker.js", "text/javascript", editor.graphqlWorker),
    },
  };
  const page = new StaticText(renderPage(examples, addresses), {
    "content-type": "text/html; charset=utf-8",
    "cache-control": REVALIDATED,
    "content-security-policy": contentSecurityPolicy,
    "referrer-policy": "same-origin",
  });
  return { page, parts };
}
