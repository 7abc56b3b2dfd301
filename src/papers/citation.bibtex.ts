import { plugins } from "@citation-js/core";
import "@citation-js/plugin-bibtex";
import { type CslItem, OTHERS } from "./citation.csl";
import type { CslName } from "./citation.names";
import { CAPITAL, titlePieces } from "./citation.title";

/** An entry as the library gives it: every value escaped. */
interface Entry {
  readonly type: string;
  readonly properties: Readonly<Record<string, string>>;
}

/** The fields that are taken from the library, in this order; arXiv's own come before `doi`. */
const BEFORE = ["title", "author", "journal", "booktitle", "year"] as const;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** An item as an entry of BibTeX in UTF-8, with what arXiv asks for of its papers: https://info.arxiv.org/help/hypertex/bibstyles/ */
export function toBibtex(item: CslItem, eprint: { readonly id: string; readonly category: string | null } | null): string {
  const { type, properties } = entryOf(item);
  const month = item.issued?.["date-parts"][0]?.[1];
  const fields: [string, string | undefined][] = [
    ...BEFORE.map((name): [string, string | undefined] => [name, properties[name] && `{${properties[name]}}`]),
    ["month", month === undefined ? undefined : MONTHS[month - 1]],
    ["eprint", eprint ? `{${eprint.id}}` : undefined],
    ["archivePrefix", eprint ? "{arXiv}" : undefined],
    ["primaryClass", eprint?.category ? `{${eprint.category}}` : undefined],
    ["doi", item.DOI && `{${withoutBraces(item.DOI)}}`],
    ["url", item.URL && `{${withoutBraces(item.URL)}}`],
  ];
  const lines = fields.flatMap(([name, value]) => (value ? [`  ${name} = ${value}`] : []));
  return `@${type}{${item.id},\n${lines.join(",\n")}\n}\n`;
}

/** The library's mapping and escapes. Title and names pass as notes, which are plain text to it: it braces words in half, and writes names of one word without escapes. */
function entryOf(item: CslItem): Entry {
  const { author, note: _note, ...rest } = item;
  const asked = {
    ...rest,
    type: item.type === "article" ? "document" : item.type,
    annote: titleText(item.title),
    ...(item["container-title"] && { "container-title": pass(item["container-title"]) }),
    ...(author && { note: author.map(nameText).join(" and ") }),
  };
  const [{ type, properties }] = plugins.output.format("bibtex", [asked], { format: "object" }) as [Entry];
  const { annote, note, ...others } = properties;
  const written = { ...others, title: annote!, ...(note !== undefined && { author: note }) };
  return { type, properties: Object.fromEntries(Object.entries(written).map(([name, value]) => [name, unpass(value)])) };
}

/** Braces keep capitals from styles that lower them, in words and in mathematics alike. */
function titleText(title: string): string {
  return titlePieces(title)
    .map(({ text, kind, isKept }) => {
      const passed = kind === "math" ? passTex(text) : pass(text);
      return kind !== "other" && CAPITAL.test(isKept ? text.replace(/^./u, "") : text) ? braced(passed) : passed;
    })
    .join("");
}

function nameText(name: CslName): string {
  if ("literal" in name) return name === OTHERS ? name.literal : group(name.literal);
  const parts = [name.family, ...(name.suffix ? [name.suffix] : []), name.given];
  return parts.map((part) => (/(?:^|\s)and(?:\s|$)/i.test(part) ? group(part) : pass(part))).join(", ");
}

const group = (text: string) => braced(pass(text));
const braced = (passed: string) => `${sign("{")}${passed}${sign("}")}`;

/** What the library drops or reads as a mark: all but ASCII, tags, and what TeX joins to one sign. It goes through as its number, and is put back afterwards. */
const MARKS = /[^\x20-\x7e]|[<>]|(?<=-)-|(?<=')'|\[/gu;
const pass = (text: string) => text.replace(MARKS, sign);

function sign(character: string): string {
  return `[u+${character.codePointAt(0)!.toString(16)}]`;
}

/** Goes through to the entry as it is. */
const passTex = (tex: string) => Array.from(tex, (character) => sign(character).replace("+", "+t")).join("");

const WRITTEN: Readonly<Record<string, string>> = { "<": "\\textless{}", ">": "\\textgreater{}", "-": "{-}", "'": "{'}" };

function unpass(text: string): string {
  return text.replace(/\[u\+(t?)([\da-f]+)\]/g, (_, tex, code) => {
    const character = String.fromCodePoint(Number.parseInt(code, 16));
    return tex ? character : (WRITTEN[character] ?? character);
  });
}

/** Braces and backslashes would end a field that is read letter by letter; in an address their numbers mean the same. */
const withoutBraces = (address: string) => address.replace(/[{}\\]/g, encodeURIComponent);
