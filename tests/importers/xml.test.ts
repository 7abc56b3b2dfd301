import { SourceError } from "../../src/importers/importer";
import { childOf, childrenOf, childText, elementsOf, type XmlElement } from "../../src/importers/read/xml";

async function elements(source: string | Uint8Array, changed = {}, chunkSize = 50): Promise<XmlElement[]> {
  const bytes = Buffer.from(source);
  async function* chunks() {
    for (let start = 0; start < bytes.length; start += chunkSize) yield bytes.subarray(start, start + chunkSize);
  }
  const found: XmlElement[] = [];
  for await (const element of elementsOf(chunks(), { root: "list", wanted: ["item"], longest: 10_000, ...changed }))
    found.push(element);
  return found;
}

const refusal = async (source: string | Uint8Array, changed = {}): Promise<string> => {
  const error = await elements(source, changed).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(SourceError);
  return (error as SourceError).message;
};

test("gives the wanted elements one by one, names without prefix, text as printed", async () => {
  const source = `<?xml version="1.0"?><s:list xmlns:s="urn:s"><other>no</other>
    <s:item s:key="a&quot;b" lang='en'>one &amp; <b>two</b><b/> <![CDATA[<three>]]>&#x2013;<!-- four --></s:item><group><item/></group></s:list>`;
  for (const chunkSize of [1, 3, 1_000]) {
    const [item, inner, ...more] = await elements(source, {}, chunkSize);
    expect(more).toEqual([]);
    expect([item!.name, item!.text, item!.line]).toEqual(["item", "one &  <three>–", 2]);
    expect([...item!.attributes]).toEqual([
      ["key", 'a"b'],
      ["lang", "en"],
    ]);
    expect([childText(item!, "b"), childrenOf(item!, "b").length, childOf(item!, "c"), childText(item!, "c")]).toEqual([
      "two",
      2,
      null,
      null,
    ]);
    expect(inner).toMatchObject({ name: "item", text: "", children: [] });
  }
});

test("counts the lines of the white space before the document", async () => {
  expect((await elements("\n\n<list>\n<item/></list>"))[0]!.line).toBe(4);
  expect(await refusal("\n\n<list>\n<item></list>")).toMatch(/^line 4: must be well-formed XML: /);
});

const entities = Array.from({ length: 20 }, (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`).join("");

test.each<[string, string | Uint8Array, RegExp]>([
  [
    "an entity bomb",
    `<!DOCTYPE list [<!ENTITY e0 "x">${entities}]><list><item>&e20;</item></list>`,
    /must not declare a document type/,
  ],
  [
    "a file of the machine",
    '<!DOCTYPE list [<!ENTITY e SYSTEM "file:///etc/passwd">]><list>&e;</list>',
    /must not declare a document type/,
  ],
  [
    "a document type elsewhere",
    '<!DOCTYPE list SYSTEM "http://example.org/list.dtd"><list/>',
    /must not declare a document type/,
  ],
  ["an entity of nobody", "<list><item>&nbsp;</item></list>", /must be well-formed XML: undefined entity/],
  ["deep nesting", `<list>${"<a>".repeat(100_000)}`, /must not nest deeper than 32 elements/],
  ["a long element", `<list><item>${"<a>text</a>".repeat(5_000)}</item></list>`, /an element must be at most 10000 characters/],
  ["a long text", `<list>${"x".repeat(100_000)}</list>`, /at most 10000 characters/],
  ["a long attribute", `<list><item a="${"x".repeat(100_000)}"/></list>`, /at most 10000 characters/],
  ["a long comment", `<list><!--${"x".repeat(100_000)}--></list>`, /at most 10000 characters/],
  ["a long document type", `<!DOCTYPE list [${"<!-- x -->".repeat(10_000)}]><list/>`, /at most 10000 characters|document type/],
  ["another root", "<page><list/></page>", /expected <list>, found <page>/],
  ["nothing", "", /line 1: expected <list>, found nothing/],
  ["text", "a list", /must be well-formed XML/],
  ["an end too early", "<list><item>", /unclosed tag: item/],
  ["a NUL byte", "<list>\0</list>", /line 1: must be text, but holds a NUL byte/],
  ["a NUL reference", "<list>&#0;</list>", /must be well-formed XML/],
  ["another encoding", '<?xml version="1.0" encoding="ISO-8859-1"?><list/>', /must be UTF-8, but declares ISO-8859-1/],
  ["bytes that are no text", Buffer.from([0x3c, 0xc3, 0x28]), /must be UTF-8 text/],
  ["UTF-16", Buffer.from("\ufeff<list/>", "utf16le"), /must be/],
])("%s is refused", async (_name, source, message) => {
  expect(await refusal(source)).toMatch(message);
});

test("memory stays flat: many elements in a long document", async () => {
  async function* source() {
    yield Buffer.from("<list>");
    for (let n = 0; n < 2_000; n++) yield Buffer.from("<item>text</item>".repeat(100));
    yield Buffer.from("</list>");
  }
  let count = 0;
  for await (const element of elementsOf(source(), { root: "list", wanted: ["item"], longest: 100 }))
    count += element.text.length / 4;
  expect(count).toBe(200_000);
});
