import type { Run } from "../database/sql";
import { slugOf, slugSuffix } from "../papers/title";
import { isWider, type Kind } from "./topic-labels";

/** A topic that sources name. */
export interface NewTopic {
  /** Its name, folded: what it is known by whatever way it is written. */
  readonly key: string;
  readonly name: string;
  readonly kind: Kind;
}

/** Makes topics; gives their rows by folded name. */
export async function makeTopics(run: Run, topics: readonly NewTopic[]): Promise<Map<string, number>> {
  if (topics.length === 0) return new Map();
  const slugs = await freeSlugs(run, topics);
  const rows = topics.map((topic, index) => ({ ...topic, slug: slugs[index]! }));
  const made = await run<{ slug: string; topic: number }>(
    `/* makeTopics */ insert into topic (slug, name, name_key, kind) select slug, name, lower(name), kind
     from jsonb_to_recordset($1::jsonb) as n(slug text, name text, kind text) returning slug, row_id as topic`,
    [JSON.stringify(rows)],
  );
  const bySlug = new Map(made.map(({ slug, topic }) => [slug, topic]));
  return new Map(rows.map(({ key, slug }) => [key, bySlug.get(slug)!]));
}

/** A topic that is there. */
interface KnownTopic {
  readonly topic: number;
  readonly slug: string;
  readonly name: string;
  readonly kind: Kind;
}

/**
 * Calls topics as all records together call them, and slugs after that: former slugs find them by their folded name. What is so already is not written.
 * A name gives way to a lesser one only where it is among `left`, that is where something does not bear it any more: of a copy all that do may come yet.
 */
export async function nameTopics(
  run: Run,
  told: readonly (NewTopic & { readonly topic: number })[],
  left: ReadonlySet<string>,
): Promise<void> {
  const known = await run<KnownTopic>(
    "/* nameTopics */ select row_id as topic, slug, name, kind from topic where row_id = any($1::int[]) and not is_curated",
    [told.map(({ topic }) => topic)],
  );
  const byRow = new Map(known.map((row) => [row.topic, row]));
  const topics = told.map((one) => {
    const row = byRow.get(one.topic);
    return row === undefined || left.has(one.key) ? one : { ...one, name: greaterName(row, one), kind: widerKind(row, one) };
  });
  const changed = topics.filter(({ topic, name, kind }) => {
    const row = byRow.get(topic);
    return row !== undefined && (row.name !== name || row.kind !== kind);
  });
  if (changed.length === 0) return;
  const slugOfRow = ({ topic }: { topic: number }) => byRow.get(topic)!.slug;
  const others = changed.filter((one) => !isMadeOf(slugOfRow(one), slugOf(one.name, "topic")));
  const slugs = await freeSlugs(run, others);
  const slugOfOther = new Map(others.map((one, index) => [one.topic, slugs[index]!]));
  const rows = changed.map((one) => ({ ...one, slug: slugOfOther.get(one.topic) ?? slugOfRow(one) }));
  await run(
    `/* nameTopics */ update topic t set slug = n.slug, name = n.name, name_key = lower(n.name), kind = n.kind
     from jsonb_to_recordset($1::jsonb) as n(topic int, slug text, name text, kind text) where t.row_id = n.topic`,
    [JSON.stringify(rows)],
  );
}

/** Of several ways to write a name the last in the alphabet is shown, which are the small letters. */
const greaterName = (a: { readonly name: string }, b: { readonly name: string }): string => (a.name > b.name ? a : b).name;

const widerKind = (a: KnownTopic, b: NewTopic): Kind => (isWider(a.kind, b.kind) ? a : b).kind;

/** Whether a slug is that of a name, perhaps with the suffix that tells it from an equal one. */
function isMadeOf(slug: string, stem: string): boolean {
  return slug === stem || (slug.startsWith(`${stem}-`) && /^[0-9a-f]{8}(?:-\d+)?$/.test(slug.slice(stem.length + 1)));
}

/** For each topic a slug that no topic has. */
async function freeSlugs(run: Run, topics: readonly NewTopic[]): Promise<string[]> {
  const wanted = topics.map(({ key, name }) => ({ slug: slugOf(name, "topic"), suffix: slugSuffix(key) }));
  const rows = await run<{ slug: string }>("/* usedSlugs */ select slug from topic where slug = any($1::text[])", [
    wanted.flatMap(({ slug, suffix }) => [slug, `${slug}-${suffix}`]),
  ]);
  const used = new Set(rows.map(({ slug }) => slug));
  return wanted.map(({ slug, suffix }) => {
    let free = used.has(slug) ? `${slug}-${suffix}` : slug;
    for (let more = 2; used.has(free); more++) free = `${slug}-${suffix}-${more}`;
    used.add(free);
    return free;
  });
}
