import { plugins } from "@citation-js/core";
import "@citation-js/plugin-ris";
import { registerEnumType } from "type-graphql";
import type { Context } from "../context";
import { toBibtex } from "./citation.bibtex";
import { type CitedWork, type CslItem, cslOf } from "./citation.csl";
import type { Paper } from "./paper";

export enum CitationFormat {
  BIBTEX = "BIBTEX",
  RIS = "RIS",
  CSL_JSON = "CSL_JSON",
}

registerEnumType(CitationFormat, {
  name: "CitationFormat",
  description: "Formats of reference managers.",
  valuesConfig: {
    BIBTEX: { description: "An entry of BibTeX, for LaTeX." },
    RIS: { description: "A record of RIS, which most reference managers import." },
    CSL_JSON: { description: "A list of one item of CSL-JSON, for citeproc and Pandoc." },
  },
});

/** A work in one of the formats; nothing is asked of anybody. */
export function formatCitation(work: CitedWork, format: CitationFormat): string {
  const item = cslOf(work);
  if (format === CitationFormat.CSL_JSON) return JSON.stringify([item], null, 2);
  if (format === CitationFormat.RIS) return toRis(item);
  return toBibtex(item, work.paper.arxivId === null ? null : { id: work.paper.arxivId, category: work.category });
}

/** The tags are the library's; its text is not, which breaks long values in the middle of words, and writes days without zeros. */
function toRis(item: CslItem): string {
  const asked = { ...item, type: item.type === "article" ? "document" : item.type };
  const [{ TY, ...tags }] = plugins.output.format("ris", [asked], { format: "object" }) as [
    Record<string, string | readonly string[]>,
  ];
  const DA = (tags.DA as string | undefined)?.replace(/\/(\d)(?=\/)/g, "/0$1");
  const lines = Object.entries({ ...tags, ...(DA && { DA }), ID: item.id }).flatMap(([tag, value]) =>
    [value].flat().map((text) => [tag, text]),
  );
  return [["TY", TY], ...lines, ["ER", ""]].map(([tag, text]) => `${tag}  - ${text}\n`).join("");
}

/** The citation of a paper: its authors, and the code of its category, come from the request's loaders. */
export async function citePaper(paper: Paper, format: CitationFormat, { loaders }: Context): Promise<string> {
  const [authorships, aliases] = await Promise.all([
    loaders.authorshipsByPaper.load(paper.rowId),
    paper.primaryCategoryId === null ? [] : loaders.aliasesByTopic.load(paper.primaryCategoryId),
  ]);
  const authors = authorships.map(({ printedName }) => printedName);
  const category = aliases.find(({ alias }) => /^[a-z-]+(?:\.[A-Za-z-]+)?$/.test(alias))?.alias ?? null;
  return formatCitation({ paper, authors, category }, format);
}
