import { randomBytes } from "node:crypto";
import { change } from "../community/changes";
import { allows, Scope } from "../community/scope";
import { viewerWith } from "../community/viewer";
import type { Context } from "../context";
import { parseGlobalId } from "../graphql/node-id";
import { outcomeOf, Refusal } from "../graphql/refusal";
import { checkFilter } from "../papers/paper.filter-limits";
import { resolveNames } from "../papers/paper.filter-names";
import { PaperOrder } from "../papers/paper.order";
import { slugOf } from "../papers/title";
import { canonicalFilter, hashOf } from "./canonical";
import type { SavedFilter } from "./saved-filter";
import type { SaveFilterInput } from "./saved-filter.args";
import { readSavedFilter } from "./saved-filter.queries";

/** Keeps a filter under a name; one of the member's that is called so is replaced. Throws the InputError that a list under it would. */
export function saveFilter(context: Context, input: SaveFilterInput) {
  return outcomeOf<{ savedFilter: SavedFilter | null }>({ savedFilter: null }, async () => {
    const viewer = viewerWith(context, Scope.CONTRIBUTE);
    const { config, loaders } = context;
    const name = input.name.trim();
    if (name === "") throw new Refusal("INVALID", "input.name", "name must not be blank");
    checkFilter(input.filter, config.limits, "input.filter");
    const { topics } = await resolveNames(input.filter, context.filterNames, "input.filter");
    const rows = await Promise.all(
      [...topics].map(async ([named, { rowId }]) => [named, await loaders.topicByRowId.load(rowId)] as const),
    );
    const slugs = new Map(rows.map(([named, topic]) => [named, topic?.slug ?? named]));
    const filter = canonicalFilter(input.filter, (named) => slugs.get(named)!);
    const orderBy = input.orderBy ?? PaperOrder.NEWEST;
    const slug = `${slugOf(name, "filter")}-${randomBytes(8).toString("hex")}`; // long: a private one is not found by guessing
    const most = config.community.savedFiltersMax;
    const uid = await change(context, viewer, async (run) => {
      const [others] = await run<{ count: number }>(
        `/* countFilters */ select count(*) as count from saved_filter where member = $1 and lower(name collate "C") <> lower($2 collate "C")`,
        [viewer.rowId, name],
      );
      if (others!.count >= most) throw new Refusal("LIMIT_REACHED", "", `A member may keep at most ${most} filters`);
      const [saved] = await run<{ uid: string }>(
        `/* saveFilter */ insert into saved_filter (slug, member, name, is_public, filter, filter_hash, order_by) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (member, lower(name collate "C")) do update set name = excluded.name, is_public = excluded.is_public, filter = excluded.filter,
           filter_hash = excluded.filter_hash, order_by = excluded.order_by, updated_at = now() returning uid`,
        [slug, viewer.rowId, name, input.isPublic ?? false, JSON.stringify(filter), hashOf(filter, orderBy), orderBy],
      );
      return { result: saved!.uid, deed: { action: "SAVE_FILTER", subject: saved!.uid } };
    });
    return { savedFilter: await loaders.savedFilterByUid.load(uid) };
  });
}

/** Forgets a filter of the member's; admins forget any. */
export function deleteSavedFilter(context: Context, id: string) {
  return outcomeOf<{ deletedId: string | null }>({ deletedId: null }, async () => {
    const viewer = viewerWith(context, Scope.CONTRIBUTE);
    const { uid } = parseGlobalId(id, "input.id", "SavedFilter");
    await change(context, viewer, async (run) => {
      const found = await readSavedFilter(run, uid);
      if (!found || (found.memberRowId !== viewer.rowId && !allows(viewer.scopes, Scope.ADMIN)))
        throw new Refusal("NOT_FOUND", "input.id", "id must be of a filter that the member keeps");
      await run("/* deleteSavedFilter */ delete from saved_filter where uid = $1", [uid]);
      return { result: null, deed: { action: "DELETE_FILTER", subject: uid, details: { name: found.name } } };
    });
    return { deletedId: id };
  });
}
