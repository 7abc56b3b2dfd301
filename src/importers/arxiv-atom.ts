import { arxivIdInUrl, arxivPaper } from "./arxiv-paper";
import { type Importer, type PaperRecord, SourceError } from "./importer";
import { dayOf, momentOf } from "./read/fields";
import { recordsOf } from "./read/records";
import { childOf, childrenOf, childText, elementsOf, type XmlElement } from "./read/xml";

/** arXiv's search interface: one Atom feed with its papers as entries. https://info.arxiv.org/help/api/user-manual.html#_details_of_atom_results_returned */
export const arxivAtom: Importer = {
  name: "arxiv-atom",
  source: "arxiv",
  unit: "line",
  fileEndings: [".xml", ".atom"],
  description: "a reply of arXiv's search interface: an Atom feed",
  async *read(source, options, report) {
    async function* entries() {
      for await (const element of elementsOf(source, { root: "feed", wanted: ["entry"], longest: options.maxLineBytes })) {
        failOnError(element);
        yield { number: element.line, text: idOf(element), element };
      }
    }
    yield* recordsOf(entries(), report, ({ element }) => paperOf(element));
  },
};

/** arXiv tells an error as a single entry: https://info.arxiv.org/help/api/user-manual.html#_errors */
function failOnError(entry: XmlElement): void {
  if (/\/api\/errors\b/.test(idOf(entry)))
    throw new SourceError(entry.line, `the source answers with an error: ${childText(entry, "summary")?.trim().slice(0, 200)}`);
}

function idOf(entry: XmlElement): string {
  return childText(entry, "id")?.trim().slice(0, 200) ?? "an entry without an id";
}

function paperOf(entry: XmlElement): PaperRecord | string {
  const text = (name: string) => childText(entry, name);
  const id = arxivIdInUrl(idOf(entry));
  if (id === null) return "id must be the address of a paper on arXiv";
  const primary = childOf(entry, "primary_category");
  const categories = [...(primary ? [primary] : []), ...childrenOf(entry, "category")];
  return arxivPaper({
    id,
    title: text("title"),
    abstract: text("summary"),
    comment: text("comment"),
    doi: text("doi"),
    venue: text("journal_ref"),
    license: null,
    categories: categories.flatMap(({ attributes }) => attributes.get("term") ?? []),
    authors: childrenOf(entry, "author").map((author) => childText(author, "name")),
    areAuthorsWhole: true,
    publishedOn: dayOf(text("published")),
    versionUpdatedOn: dayOf(text("updated")),
    changedAt: momentOf(text("updated")),
    isWithdrawn: false,
  });
}
