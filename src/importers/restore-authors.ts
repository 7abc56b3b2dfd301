import type { Run } from "../database/sql";
import { slugSuffix, titleKey } from "../papers/title";
import type { CopiedAuthor } from "./copied";

/**
 * Makes the authors that are not known yet, in their order, with their ids and slugs where these are free.
 * One who is known, by a name that is the same but for case and accents, keeps what he has. Gives how many were made.
 */
export async function restoreAuthors(run: Run, copies: readonly CopiedAuthor[]): Promise<{ added: number }> {
  const slugs = new Set<string>();
  const rows = new Map<string, object>();
  for (const { uid, slug, name } of copies) {
    const key = titleKey(name);
    if (key === "" || rows.has(key)) continue;
    rows.set(key, {
      place: rows.size,
      uid,
      slug: slugs.has(slug) ? null : slug,
      other: `${slug}-${slugSuffix(key)}`,
      name,
      name_key: key,
    });
    slugs.add(slug);
  }
  const made = await run(
    `/* restoreAuthors */ insert into author (uid, slug, name, name_key)
     select case when exists (select from author a where a.uid = n.uid) then gen_random_uuid() else n.uid end,
       case when n.slug is null or exists (select from author a where a.slug = n.slug) then n.other else n.slug end, n.name, n.name_key
     from jsonb_to_recordset($1::jsonb) as n(place int, uid uuid, slug text, other text, name text, name_key text)
     where not exists (select from author a where a.name_key = n.name_key) order by n.place
     on conflict do nothing returning 1`,
    [JSON.stringify([...rows.values()])],
  );
  return { added: made.length };
}
