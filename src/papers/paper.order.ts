import { registerEnumType } from "type-graphql";
import type { KeyPart, Order } from "../graphql/keyset";
import type { Paper } from "./paper";

export enum PaperOrder {
  NEWEST = "NEWEST",
  OLDEST = "OLDEST",
  FEATURED = "FEATURED",
  UPDATED = "UPDATED",
  TITLE = "TITLE",
  STARS = "STARS",
  UPVOTES = "UPVOTES",
  TRENDING = "TRENDING",
}

registerEnumType(PaperOrder, {
  name: "PaperOrder",
  description: "Orders of papers. Equal ones follow each other in an order that stays.",
  valuesConfig: {
    NEWEST: { description: "By the day of the first public version, newest first; undated papers last." },
    OLDEST: { description: "By the day of the first public version, oldest first; undated papers first." },
    FEATURED: { description: "By the newest day on whose list they stood, newest first; then those on no list, by NEWEST." },
    UPDATED: { description: "By the time of the last change, newest first." },
    TITLE: { description: "By title, without case, accents and punctuation." },
    STARS: { description: "By the stars of their most starred repository, most first; equal ones by NEWEST." },
    UPVOTES: {
      description: "By upvotes, those of members and those that sources report together, most first; equal ones by NEWEST.",
    },
    TRENDING: { description: "The newest list of what is trending by WEEK, in its order; then all others by NEWEST." },
  },
});

const rowId: KeyPart<Paper> = { column: "row_id", property: "rowId", type: "int" };
/** A key that moves: a column of `paper_signal`, 0 for most. */
const moving = (column: string): KeyPart<Paper> => ({ column, property: "movingKey", type: "int" });
const sortOn: KeyPart<Paper> = { column: "sort_on", property: "sortOn", type: "date" };

/** An order of papers: its columns are those of an index, so that a page is one range of it. */
type KeysetOrder = Omit<Order<Paper>, "name">;

/** A new order is a value above and a line here. */
const orders: Record<PaperOrder, KeysetOrder> = {
  NEWEST: { direction: "desc", keys: [sortOn, rowId] },
  OLDEST: { direction: "asc", keys: [sortOn, rowId] },
  FEATURED: {
    direction: "desc",
    keys: [{ column: "featured_sort_on", property: "featuredSortOn", type: "date" }, sortOn, rowId],
  },
  UPDATED: { direction: "desc", keys: [{ column: "updated_at", property: "updatedAt", type: "timestamp" }, rowId] },
  TITLE: { direction: "asc", keys: [{ column: "title_key", property: "titleKey", type: "text" }, rowId] },
  STARS: { direction: "desc", keys: [{ column: "star_count", property: "starCount", type: "int" }, sortOn, rowId] },
  UPVOTES: { direction: "desc", keys: [moving("upvotes"), sortOn, rowId] },
  TRENDING: { direction: "desc", keys: [moving("trending"), sortOn, rowId] },
};

/** Whether an order goes by a key that moves: most papers have none, and come after the others by NEWEST. */
export function isMoving({ keys }: Order<Paper>): boolean {
  return keys[0]!.property === "movingKey";
}

/** The keys of an order; NEWEST when none is said. */
export function paperOrder(name: PaperOrder | null | undefined): Order<Paper> {
  const known = name ?? PaperOrder.NEWEST;
  return { name: known, ...orders[known] };
}
