import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import fastify, { type FastifyInstance } from "fastify";
import request from "supertest";
import { printedSchema } from "../src/graphql/printed-schema";
import { addPlayground, readExamples } from "../src/http/playground";
import { projectDir } from "../src/project-dir";
import { schema } from "../src/schema";

let app: FastifyInstance;
let url: string;
beforeAll(async () => {
  app = fastify();
  addPlayground(app, printedSchema(schema));
  url = await app.listen({ port: 0, host: "127.0.0.1" });
});
afterAll(() => app.close());

/** The answer as it went over the wire: supertest would undo the encoding. */
async function wire(path: string, encoding: string): Promise<{ encoding: string | undefined; bytes: Buffer }> {
  const { headers, rawPayload } = await app.inject({ url: path, headers: { "accept-encoding": encoding } });
  return { encoding: headers["content-encoding"] as string | undefined, bytes: rawPayload };
}

const addressesIn = (html: string) => [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address!);
const partsIn = (html: string) => html.match(/playground\/[\w.-]+/g)!;

test("the page names the product, and holds each example for the editor", async () => {
  const { text, headers } = await request(url).get("/").expect(200);
  expect(headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(text).toContain("<title>Papergraph</title>");
  const settings = JSON.parse(/<script type="application\/json" id="settings">(.*?)<\/script>/s.exec(text)![1]!);
  expect(settings.examples).toEqual(readExamples(join(projectDir, "examples")).map(({ query }) => query));
});

test("nothing on the page comes from elsewhere, and the browser is told to fetch nothing from elsewhere", async () => {
  const { text, headers } = await request(url).get("/");
  expect(addressesIn(text).filter((address) => /^(\w+:)?\/\//.test(address))).toEqual([]);
  const policy = headers["content-security-policy"]!;
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe-inline/);
});

test("every address on the page leads somewhere", async () => {
  const { text } = await request(url).get("/");
  const addresses = [...addressesIn(text), ...partsIn(text)].filter((address) => !address.startsWith("data:"));
  expect(addresses).toContain("schema.graphql");
  expect(partsIn(text)).toHaveLength(5);
  for (const address of addresses)
    await request(url)
      .get(new URL(address.replaceAll("&#38;", "&"), url).pathname)
      .expect(200);
});

test("the schema is the printed contract, as text that a browser shows", async () => {
  const { text, headers } = await request(url).get("/schema.graphql").expect(200);
  expect(text).toBe(printedSchema(schema));
  expect(headers["content-type"]).toBe("text/plain; charset=utf-8");
});

test("the editor may be kept for ever, since its address changes with it; page and schema are asked for again", async () => {
  const { text, headers } = await request(url).get("/");
  expect(headers["cache-control"]).toBe("no-cache");
  for (const part of partsIn(text)) {
    const { headers } = await request(url).get(`/${part}`);
    expect(headers["cache-control"]).toContain("immutable");
  }
  await request(url).get("/playground/unknown.js").expect(404);
});

test.each(["/", "/schema.graphql"])("%s is not sent again to who has it", async (path) => {
  const { headers } = await request(url).get(path);
  const known = await request(url).get(path).set("if-none-match", `"other", ${headers.etag}`).expect(304);
  expect(known.text).toBe("");
  expect(known.headers.etag).toBe(headers.etag);
  await request(url).get(path).set("if-none-match", '"other"').expect(200);
});

test("the editor goes compressed to who takes that, in the best encoding that is taken", async () => {
  const script = `/${partsIn((await request(url).get("/")).text).find((part) => part.endsWith("graphiql.js"))}`;
  const plain = await wire(script, "identity");
  expect(plain.encoding).toBeUndefined();
  const brotli = await wire(script, "gzip, deflate, br");
  expect(brotli.encoding).toBe("br");
  expect(brotliDecompressSync(brotli.bytes).equals(plain.bytes)).toBe(true);
  expect(brotli.bytes.length).toBeLessThan(plain.bytes.length / 3);
  const gzip = await wire(script, "br;q=0, *;q=0.5");
  expect(gzip.encoding).toBe("gzip");
  expect(gunzipSync(gzip.bytes).equals(plain.bytes)).toBe(true);
});

test("no text of an example can leave its place on the page", async () => {
  const folder = mkdtempSync(join(tmpdir(), "papergraph-examples-"));
  const hostile = `# </script><script>alert(1)</script> <!-- "><img src=x onerror=alert(2)> '\nquery Hostile { __typename }\n`;
  writeFileSync(join(folder, "1-hostile.graphql"), hostile);
  const other = fastify();
  addPlayground(other, "", folder);
  const { body } = await other.inject({ url: "/" });
  await other.close();
  rmSync(folder, { recursive: true });
  expect(body.match(/<script/g)).toHaveLength(2);
  expect(body).not.toMatch(/<!--|<img|alert\(1\)<\/script>/);
  expect(JSON.parse(/id="settings">(.*?)<\/script>/s.exec(body)![1]!).examples).toEqual([hostile]);
  const link = addressesIn(body).find((address) => address.startsWith("./?query="))!;
  expect(new URL(link, url).searchParams.get("query")).toBe(hostile);
});
