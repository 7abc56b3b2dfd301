import type { Run } from "../database/sql";
import { makeTopics, type NewTopic, nameTopics } from "./make-topics";
import { kindOf, NAMING, type NamedTopic } from "./topic-labels";

/** A name that leads to another topic than before; null: to none. */
export interface Move {
  /** Folded. */
  readonly key: string;
  readonly from: number | null;
  readonly to: number | null;
}

/** Where a name leads, and why. */
interface Alias {
  readonly key: string;
  readonly topic: number;
  readonly alias: string;
  readonly origin: "VOCABULARY" | "NAME" | "ALIAS";
}

/**
 * Lets folded names lead to the topics that all records together give them, and gives those that lead elsewhere now. First the vocabulary decides; what a record or a paper
 * calls a topic is a topic of its own; what a source only knows a topic as leads to that one, and where several are known so to the first in the alphabet.
 * `told` are those that records or papers use that did not before, and `left` those that some used and do not any more.
 * Topics to which no name leads any more are there until `removeTopics`; those that a member set stay.
 */
export async function settleNames(run: Run, told: readonly string[], left: readonly string[]): Promise<Move[]> {
  const asked = [...new Set([...told, ...left])].filter((key) => key !== "").sort();
  if (asked.length === 0) return [];
  const present = new Map((await readAliases(run, asked)).map((alias) => [alias.key, alias]));
  const open = asked.filter((key) => present.get(key)?.origin !== "VOCABULARY");
  const named = await readNames(run, open);
  const own = new Map([...present].flatMap(([key, { topic, origin }]) => (origin === "NAME" ? [[key, topic] as const] : [])));
  await nameTopics(
    run,
    [...named.values()].flatMap((topic) => (own.has(topic.key) ? [{ ...topic, topic: own.get(topic.key)! }] : [])),
    new Set(left),
  );
  const made = await makeTopics(
    run,
    [...named.values()].filter(({ key }) => !own.has(key)),
  );
  const kept = await setByMembers(
    run,
    open.flatMap((key) => (named.has(key) ? [] : (own.get(key) ?? []))),
  );
  const isKept = (key: string) => own.has(key) && (named.has(key) || kept.has(own.get(key)!));
  await writeAliases(
    run,
    [...made].map(([key, topic]): Alias => ({ key, topic, alias: named.get(key)!.name, origin: "NAME" })),
  );
  await run(
    "/* settleNames */ update topic_alias a set alias = t.name from topic t where a.topic = t.row_id and a.origin = 'NAME' and a.alias_key = any($1::text[]) and a.alias <> t.name",
    [open],
  );
  const unnamed = open.filter((key) => !made.has(key) && !isKept(key));
  const known = new Map((await readKnownAs(run, unnamed)).map((alias) => [alias.key, alias]));
  await writeAliases(run, [...known.values()]);
  await run("/* settleNames */ delete from topic_alias where alias_key = any($1::text[])", [
    unnamed.filter((key) => present.has(key) && !known.has(key)),
  ]);
  return open.flatMap((key): Move[] => {
    const from = present.get(key)?.topic ?? null;
    const to = made.get(key) ?? (isKept(key) ? from : (known.get(key)?.topic ?? null));
    return from === to ? [] : [{ key, from, to }];
  });
}

function readAliases(run: Run, keys: readonly string[]): Promise<Alias[]> {
  return run(
    "/* readAliases */ select alias_key as key, topic, alias, origin from topic_alias where alias_key = any($1::text[])",
    [keys],
  );
}

/** What papers and records call topics, by folded name: of several ways to write it the last in the alphabet is shown, which are the small letters. */
async function readNames(run: Run, keys: readonly string[]): Promise<Map<string, NewTopic>> {
  const rows = await run<NamedTopic & { key: string }>(
    `/* readNames */ select l.label_key as key, l.scheme, l.label from label l
     where l.label_key = any($1::text[]) and l.scheme = any($2::text[]) and exists (select from paper_label p where p.label = l.row_id)
     union select n.label_key, n.scheme, n.label from topic_naming n
     where n.label_key = any($1::text[]) and n.scheme = any($2::text[]) and n.role <> 'ALIAS'`,
    [keys, NAMING],
  );
  const named = new Map<string, NamedTopic[]>();
  for (const row of rows) named.set(row.key, [...(named.get(row.key) ?? []), row]);
  return new Map(
    [...named].map(([key, told]) => {
      const names = told.map(({ label }) => label).sort();
      return [key, { key, name: names.at(-1)!, kind: kindOf(told.map(({ scheme }) => scheme)) }];
    }),
  );
}

/** The topics that records know as these names, but do not call so. */
function readKnownAs(run: Run, keys: readonly string[]): Promise<Alias[]> {
  return run(
    `/* readKnownAs */ select distinct on (n.label_key) n.label_key as key, a.topic, n.label as alias, 'ALIAS' as origin
     from topic_naming n join topic_alias a on a.alias_key = n.of_key and a.origin <> 'ALIAS'
     where n.label_key = any($1::text[]) and n.role = 'ALIAS' order by n.label_key, n.of_key, n.label desc`,
    [keys],
  );
}

async function writeAliases(run: Run, aliases: readonly Alias[]): Promise<void> {
  await run(
    `/* writeAliases */ insert into topic_alias (alias_key, topic, alias, origin)
     select key, topic, alias, origin from jsonb_to_recordset($1::jsonb) as n(key text, topic int, alias text, origin text)
     on conflict (alias_key) do update set topic = excluded.topic, alias = excluded.alias, origin = excluded.origin
       where (topic_alias.topic, topic_alias.alias, topic_alias.origin) is distinct from (excluded.topic, excluded.alias, excluded.origin)`,
    [JSON.stringify(aliases)],
  );
}

async function setByMembers(run: Run, topics: readonly number[]): Promise<Set<number>> {
  const rows = await run<{ topic: number }>(
    "/* setByMembers */ select distinct topic from topic_link where topic = any($1::int[]) and kind = 'SET_BY_MEMBER'",
    [topics],
  );
  return new Set(rows.map(({ topic }) => topic));
}
