import { Feed } from "feed";

/** One paper in a feed. */
export interface FeedEntry {
  /** A URI that stays. */
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly abstract: string | null;
  readonly publishedOn: string | null;
  readonly updatedAt: Date;
  readonly authors: readonly string[];
  readonly topics: readonly { readonly slug: string; readonly name: string }[];
}

/** What a feed says, whatever its form. */
export interface FeedContent {
  readonly title: string;
  readonly description: string;
  /** Its own address, and that of the service. */
  readonly self: string;
  readonly home: string;
  readonly entries: readonly FeedEntry[];
}

/** What no XML may hold, escaped or not: https://www.w3.org/TR/xml/#charsets */
const UNFIT = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const printable = (text: string): string => text.replace(UNFIT, "");

const moment = (day: string) => new Date(`${day}T00:00:00Z`);

/** Atom: https://www.rfc-editor.org/rfc/rfc4287 */
function writeAtom({ title, description, self, home, entries }: FeedContent): string {
  const feed = new Feed({
    id: self,
    title: printable(title),
    description: printable(description),
    link: home,
    copyright: "",
    generator: "Papergraph",
    updated: new Date(Math.max(0, ...entries.map(({ updatedAt }) => updatedAt.getTime()))),
    feedLinks: { atom: self },
  });
  for (const entry of entries)
    feed.addItem({
      id: entry.id,
      title: printable(entry.title),
      link: entry.url,
      description: printable(entry.abstract ?? ""),
      content: printable(entry.abstract ?? entry.title),
      date: entry.updatedAt,
      ...(entry.publishedOn !== null && { published: moment(entry.publishedOn) }),
      author: entry.authors.map((name) => ({ name: printable(name) })),
      category: entry.topics.map(({ slug, name }) => ({ term: slug, name: printable(name) })),
    });
  return feed.atom1();
}

/** JSON Feed: https://www.jsonfeed.org/version/1.1/ */
function writeJson({ title, description, self, home, entries }: FeedContent): string {
  return JSON.stringify({
    version: "https://jsonfeed.org/version/1.1",
    title,
    description,
    home_page_url: home,
    feed_url: self,
    items: entries.map((entry) => ({
      id: entry.id,
      url: entry.url,
      title: entry.title,
      content_text: entry.abstract ?? entry.title,
      date_modified: entry.updatedAt.toISOString(),
      ...(entry.publishedOn !== null && { date_published: moment(entry.publishedOn).toISOString() }),
      authors: entry.authors.map((name) => ({ name })),
      tags: entry.topics.map(({ name }) => name),
    })),
  });
}

/** The forms of a feed, by the ending of its address. */
export const feedForms = {
  atom: { contentType: "application/atom+xml; charset=utf-8", write: writeAtom },
  json: { contentType: "application/feed+json; charset=utf-8", write: writeJson },
};
