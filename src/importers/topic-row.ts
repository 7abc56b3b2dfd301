import { arxivIdInUrl } from "./arxiv-paper";
import { dayOf, type Fields, LONGEST, textOf, textsOf, urlOf } from "./read/fields";
import { namesIn } from "./read/person-names";

/** What a row of a topic page tells, whatever its form. */
export interface TopicRow {
  readonly title: string;
  readonly authors: readonly string[];
  readonly areAuthorsWhole: boolean;
  /** The only day in it, whatever it means; null when there is none. */
  readonly day: string | null;
  /** From the address of the paper; null when the row names none. */
  readonly arxivId: string | null;
  readonly codeUrl: string | null;
  readonly abstract: string | null;
}

/** A link as Markdown writes it, alone in its cell, perhaps bold. */
const LINK = /^\**\[([^\]]*)\]\((\S+?)\)\**$/;

/** `|**2024-08-26**|**Title**|First Author et.al.|[2408.00001](http://arxiv.org/abs/2408.00001)|**[link](https://github.com/...)**|`, after a number perhaps. */
const PIPES = /^\|(?:\**\d{1,6}\**\|)?\s*\**(\d{4}-\d\d-\d\d)\**\s*\|(.*)$/s;

/** `- 2024-03-31, **Title**, First Author et.al., Paper: [http://...](http://...), Code: **[https://...](https://...)**` */
const LIST =
  /^[-*] \**(\d{4}-\d\d-\d\d)\**, \**(.*?)\**, ([^*]{0,400}?), Paper: \[[^\]]{0,2000}\]\((\S+?)\)(?:, Code: \**\[[^\]]{0,2000}\]\((\S+?)\)\**)?(?:,|$)/s;

/** Understands a Markdown row in either form; null when it has neither. Cells with other text, which machines wrote, are left out. */
export function markdownRow(row: string): TopicRow | null {
  const text = row.trim();
  return pipeRow(text) ?? listRow(text);
}

function pipeRow(text: string): TopicRow | null {
  const [, day, rest] = PIPES.exec(text) ?? [];
  if (rest === undefined) return null;
  const { title, url, cells } = titleIn(rest);
  const authors = cells.find((cell) => !LINK.test(cell) && !/^\**(?:null|none)?\**$/i.test(cell)) ?? "";
  const links = cells.flatMap((cell) => LINK.exec(cell)?.[2] ?? []);
  const addresses = url === null ? links : [url, ...links];
  return rowOf(
    title,
    authors,
    day,
    addresses.find((address) => arxivIdInUrl(address) !== null),
    addresses,
  );
}

/** The title, which may hold `|` where it is bold, and may be a link to the paper; and the cells after it. */
function titleIn(rest: string): { title: string; url: string | null; cells: string[] } {
  const bold = /^\s*\*\*(.*?)\*\*\s*(?:\||$)/s.exec(rest) ?? /^\s*(\[.{0,600}?\]\(\S{1,400}?\))\s*(?:\||$)/s.exec(rest);
  const [whole, printed = ""] = bold ?? /^([^|]*)(?:\||$)/.exec(rest)!;
  const link = /^\**\[(.*)\]\((\S+?)\)\**$/s.exec(printed.trim().slice(0, 2_000));
  const cells = rest
    .slice(whole.length)
    .split("|")
    .map((cell) => cell.trim());
  return { title: (link?.[1] ?? printed).replace(/^\*\*|\*\*$/g, ""), url: link?.[2] ?? null, cells };
}

function listRow(text: string): TopicRow | null {
  const [, day, title, authors, paperUrl, codeUrl] = LIST.exec(text) ?? [];
  return title === undefined ? null : rowOf(title, authors!, day, paperUrl, codeUrl === undefined ? [] : [codeUrl]);
}

function rowOf(
  title: string,
  authors: string,
  day: string | undefined,
  paperUrl: string | undefined,
  addresses: readonly string[],
): TopicRow | null {
  const codeUrl = addresses.find((address) => arxivIdInUrl(address) === null);
  return {
    title,
    authors: namesIn(authors.slice(0, 400)).names,
    areAuthorsWhole: false,
    day: dayOf(day),
    arxivId: paperUrl === undefined ? null : arxivIdInUrl(paperUrl),
    codeUrl: urlOf(codeUrl),
    abstract: null,
  };
}

/** Understands a row that is an object with title, authors, publish_date, url, code and abstract; null when it has no title. */
export function objectRow(fields: Fields): TopicRow | null {
  const title = textOf(fields.title, LONGEST.title);
  if (title === null) return null;
  const list = Array.isArray(fields.authors) ? textsOf(fields.authors, LONGEST.name) : null;
  const { names, areWhole } = namesIn((list ?? [textOf(fields.authors, LONGEST.abstract) ?? ""]).join(", "));
  return {
    title,
    authors: names,
    areAuthorsWhole: areWhole && (list !== null || names.length > 1),
    day: dayOf(textOf(fields.publish_date, 64)),
    arxivId: arxivIdInUrl(textOf(fields.url, LONGEST.url) ?? ""),
    codeUrl: urlOf(LINK.exec(textOf(fields.code, LONGEST.url) ?? "")?.[2] ?? fields.code),
    abstract: textOf(fields.abstract, LONGEST.abstract),
  };
}
