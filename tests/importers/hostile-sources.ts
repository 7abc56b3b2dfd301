import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { emptyRecord } from "../../src/importers/importer";
import { damageOf, hostile, placesIn, replaced } from "./reading";

const id = "2401.00001";
const page = "https://paperswithcode.com/paper/sparse-looms";
const code = "https://github.com/ada/looms";
const fields = {
  id,
  title: "Sparse Looms",
  abstract: `We weave. Code: ${code}`,
  authors: "Ada Berg, Bo Chen",
  categories: "cs.LG cs.CV",
};
const lines = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).join("\n");
const uid = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`;
const moment = "2025-03-12T08:00:00.000Z";
const day = { day: "2025-03-12", position: 1, submittedBy: null };
const record = { ...emptyRecord, sourceKey: "a", title: "Sparse Looms", days: [day], authors: ["Ada Berg"] };
const copied = {
  kind: "paper",
  uid: uid(1),
  slug: "sparse-looms",
  createdAt: moment,
  updatedAt: moment,
  aliases: [],
  topics: [],
  repositories: [],
};

/** A small whole source of each format of JSON, as a value and the text of it. */
const json: Readonly<Record<string, { value: any; write?: (value: any) => string }>> = {
  "arxiv-listing": {
    value: [
      { id, title: "Sparse Looms", summary: `We weave: ${code}`, authors: ["Ada Berg"], categories: ["cs.LG"], comment: null },
    ],
    write: lines,
  },
  "arxiv-snapshot": {
    value: [
      {
        ...fields,
        authors_parsed: [["Berg", "Ada", ""]],
        versions: [{ version: "v1", created: "Mon, 1 Jan 2024 10:00:00 GMT" }],
        doi: "10.1000/a",
        "journal-ref": "J. 1",
        license: null,
        update_date: "2024-01-02",
        comments: "8 pages",
      },
    ],
    write: lines,
  },
  "arxiv-topics": {
    value: {
      Looms: {
        [id]: `|**2024-01-01**|**Sparse Looms**|Ada Berg et.al.|[${id}](http://arxiv.org/abs/${id})|**[link](${code})**|\n`,
      },
    },
  },
  "github-stars": {
    value: {
      last_updated: "2026-04-21 10:16 UTC",
      repos: {
        "ada/looms": {
          metadata: { url: code, description: "Looms", stars: 7, language: "C", topics: ["looms"] },
          pushed_at: moment,
        },
      },
    },
  },
  "hugging-face-daily": {
    value: [
      {
        title: "Sparse Looms",
        thumbnail: "https://example.org/a.png",
        submittedBy: { name: "cy" },
        paper: {
          id,
          title: "Sparse Looms",
          summary: "We weave.",
          authors: [{ name: "Ada Berg" }],
          publishedAt: moment,
          submittedOnDailyAt: moment,
          upvotes: 3,
          ai_keywords: ["looms"],
          githubRepo: code,
          githubStars: 7,
        },
      },
    ],
  },
  papergraph: {
    value: [
      { format: "papergraph", version: 1 },
      { ...copied, sources: [{ source: "arxiv", record, fetchedAt: moment }] },
      { kind: "author", uid: uid(2), slug: "ada-berg", name: "Ada Berg" },
      { kind: "end", lines: 2 },
    ],
    write: lines,
  },
  "pwc-evaluations": {
    value: [
      {
        task: "Weaving",
        categories: ["Textiles"],
        synonyms: ["Looming"],
        subtasks: [{ task: "Fast Weaving", datasets: [], subtasks: [] }],
        datasets: [
          {
            dataset: "Wool",
            sota: {
              rows: [
                {
                  paper_title: "Sparse Looms",
                  paper_url: `https://arxiv.org/abs/${id}`,
                  paper_date: "2024-01-01",
                  code_links: [{ url: code }],
                },
              ],
            },
          },
        ],
      },
    ],
  },
  "pwc-links": {
    value: [
      {
        paper_url: page,
        paper_title: "Sparse Looms",
        paper_arxiv_id: id,
        paper_url_abs: `https://arxiv.org/abs/${id}`,
        repo_url: code,
        is_official: true,
        mentioned_in_paper: true,
        framework: "pytorch",
      },
    ],
  },
  "pwc-methods": {
    value: [
      {
        url: "https://paperswithcode.com/method/loom",
        name: "Loom",
        full_name: "Great Loom",
        source_title: "Sparse Looms",
        source_url: `https://arxiv.org/abs/${id}`,
        paper: { title: "Sparse Looms", url: page },
        collections: [{ collection: "Machines", area: "Textiles" }],
      },
    ],
  },
  "pwc-papers": {
    value: [
      {
        paper_url: page,
        arxiv_id: id,
        title: "Sparse Looms",
        abstract: "We weave.",
        url_abs: `https://arxiv.org/abs/${id}`,
        proceeding: "LOOM 2024 6",
        authors: ["Ada Berg"],
        tasks: ["Weaving"],
        date: "2024-01-01",
        methods: [{ name: "Loom" }],
      },
    ],
  },
};

/** A small whole source of each other format. */
const texts: Readonly<Record<string, string>> = {
  "arxiv-atom": `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"><entry><id>http://arxiv.org/abs/${id}v1</id>
<published>${moment}</published><updated>${moment}</updated><title>Sparse &lt;b&gt; Looms</title><summary>We weave &amp; knit.</summary><author><name>Ada Berg</name></author>
<arxiv:primary_category term="cs.LG"/><category term="cs.LG"/></entry></feed>`,
  "arxiv-oai": `<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><header><identifier>oai:arXiv.org:${id}</identifier><datestamp>2024-01-31</datestamp></header>
<metadata><arXiv><id>${id}</id><created>2024-01-01</created><authors><author><keyname>Berg</keyname><forenames>Ada</forenames></author></authors><title>Sparse Looms</title>
<categories>cs.LG</categories><abstract><![CDATA[We weave.]]></abstract></arXiv></metadata></record></ListRecords></OAI-PMH>`,
  "github-rankings": `rank,item,repo_name,stars,forks,language,repo_url,username,issues,last_commit,description\n1,top-100-stars,looms,7,1,C,${code},ada,0,2024-01-01T00:00:00Z,"Looms, ""all"" of them"\n`,
  listing: `new\n\nPapers by email\n\nSubscribe\n\nbyOne\n\nMar 12\n\nSparse Looms\n\nWe weave: ${code}.\n\nWarm Wool\n\nWe knit.`,
};

/** The formats of which there is a sample: a test holds that these are all. */
export const sampled: readonly string[] = [...Object.keys(json), ...Object.keys(texts)].sort();

/** What somebody may put between any two characters of a text. */
const nasties = [
  "\0",
  "\ufeff",
  "\u202e",
  "&#0;",
  "&lol;",
  "<![CDATA[",
  "]]>",
  "<!--",
  '"',
  "\\ud800",
  "\\u0000",
  "{",
  "[".repeat(3_000),
  "<a>".repeat(500),
  "x".repeat(1_200_000),
  "\r",
  "'''",
  "|".repeat(2_000),
];

/** XML that grows when its entities are expanded, or that reads a file. */
const entities = [
  "<!DOCTYPE a [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]>",
  "<!DOCTYPE a [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>",
].flatMap((type) =>
  ["arxiv-atom", "arxiv-oai"].map((format) => texts[format]!.replace(/(<\?xml.*?\?>)(.*)We weave/s, `$1${type}$2&b;&f;We weave`)),
);

/** Sources of a format that somebody damaged: cut, doubled, with wrong types, huge texts, deep nesting, NUL characters or entities; packed or not, and cut after that. */
export function mutated(format: string): fc.Arbitrary<Uint8Array> {
  const { value, write = JSON.stringify } = json[format] ?? {};
  const sample: string = value === undefined ? texts[format]! : (write(value) as string);
  const place = fc.nat(sample.length);
  const bytes = fc.oneof(
    {
      weight: 4,
      arbitrary:
        value === undefined
          ? damageOf(sample)
          : fc
              .tuple(fc.constantFrom(...placesIn(value).filter(({ length }) => length > 0)), hostile)
              .map(([at, by]) => Buffer.from(write(replaced(value, at, by)))),
    },
    { weight: 3, arbitrary: damageOf(sample) },
    { weight: 1, arbitrary: place.map((at) => Buffer.from(sample.slice(0, at))) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(place, place)
        .map(([from, to]) => Buffer.from(sample + sample.slice(Math.min(from, to), Math.max(from, to)) + sample)),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(place, fc.constantFrom(...nasties))
        .map(([at, nasty]) => Buffer.from(sample.slice(0, at) + nasty + sample.slice(at))),
    },
    { weight: 1, arbitrary: fc.constantFrom(...entities, "", "\n", "\0".repeat(5_000)).map((text) => Buffer.from(text)) },
  );
  const cut = (packed: Buffer, share: number) => (share > 80 ? packed.subarray(0, (packed.length * share) / 100) : packed);
  return fc
    .tuple(bytes, fc.boolean(), fc.nat(100))
    .map(([plain, isPacked, share]) => (isPacked ? cut(gzipSync(plain, { level: 1 }), share) : plain));
}
