import type { Context } from "../context";
import type { Paper } from "../papers/paper";
import { LONGEST, withoutPunctuation } from "./parse-reference";

/** A web address; its scheme may be missing. */
const ADDRESS = /^(?:(?:https?:)?\/\/)?(?:[a-z\d-]+\.)+[a-z]{2,24}(?::\d{1,5})?(?:[/?#]\S*)?$/i;

const ARCHIVED = /^(?:https?:\/\/)?web\.archive\.org\/web\/[^/]+\/(?=.)/i;

/**
 * The papers to which sources say that an address belongs: the page of a publisher, a PDF, a project. A place in the page counts only where a source names it so.
 * Empty when there are none, and for a text that is no address.
 */
export async function findPapersOfPage(ref: string, { loaders }: Context): Promise<Paper[]> {
  const found = await Promise.all(pagesIn(ref).map((page) => loaders.papersByPage.load(page)));
  return found.find(({ length }) => length > 0) ?? [];
}

/** The addresses that a text may mean, the likeliest first. */
function pagesIn(ref: string): string[] {
  const text = ref.trim();
  if (text.length > LONGEST || /\p{Cc}/u.test(text)) return [];
  const pages = [text, withoutPunctuation(text)].map((page) => page.replace(ARCHIVED, ""));
  return [...new Set([...pages, ...pages.map((page) => page.replace(/#.*$/, ""))])].filter((page) => ADDRESS.test(page));
}
