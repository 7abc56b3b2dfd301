import type { VocabularyTopic } from "./vocabulary-topic";

/** The slugs of all topics above each topic of a vocabulary, by slug; of one that nothing stands above, none. */
export function ancestorsOf(vocabulary: readonly VocabularyTopic[]): ReadonlyMap<string, ReadonlySet<string>> {
  const bySlug = new Map(vocabulary.map((topic) => [topic.slug, topic]));
  return new Map(vocabulary.map(({ slug }) => [slug, above(slug, bySlug)]));
}

/** A topic that stands in a circle is among its own ancestors. */
function above(slug: string, bySlug: ReadonlyMap<string, VocabularyTopic>): Set<string> {
  const found = new Set<string>();
  const open = [...(bySlug.get(slug)?.parents ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(bySlug.get(next)?.parents ?? []));
  }
  return found;
}
