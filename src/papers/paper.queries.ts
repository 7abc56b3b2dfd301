import type { Context } from "../context";
import { askedColumns } from "../database/columns";
import { SqlWriter } from "../database/sql-writer";
import type { AskedFields } from "../graphql/asked-fields";
import { once } from "../graphql/batch";
import { type Page, pageRequest, toPage } from "../graphql/connection";
import { type KeyPart, keysetOrder, type Order, type PageRequest } from "../graphql/keyset";
import { Paper, paperNeeds } from "./paper";
import type { PaperFilter, PapersArgs } from "./paper.args";
import { countPapers, type PaperCount } from "./paper.counts";
import { checkFilter } from "./paper.filter-limits";
import { resolveNames } from "./paper.filter-names";
import { movingPageSql } from "./paper.moving-page";
import { isMoving, paperOrder } from "./paper.order";
import { fieldsOf, forEachParent, isOnIndex, isSimple, type PaperScope, type PaperSelection, pageSql } from "./paper.selection";

/** The papers of one list, all pages together. `parent` is the row id of the topic, repository or author whose papers these are; 0 for everybody's. */
export interface PaperMatches {
  readonly selection: PaperSelection;
  readonly parent: number;
}

/** A page of papers, with what was asked of them alone, that knows what it is a page of: for its count and facets. */
export interface PaperPage extends Page<Paper> {
  readonly matches: PaperMatches;
  /** The same list as if the filter's top-level topics were absent. */
  readonly matchesWithoutTopics: PaperMatches;
  readonly count: () => Promise<PaperCount>;
}

/** A page of all papers under a filter. */
export async function findPapers(context: Context, args: PapersArgs): Promise<PaperPage> {
  const [page] = await findPapersOf(context, "all", [0], args);
  return page!;
}

/** A page of the papers of each parent, in the parents' order, in one statement however many they are. Row ids of topics, repositories or authors as the scope says. */
export async function findPapersOf(
  context: Context,
  scope: PaperScope,
  parents: readonly number[],
  args: PapersArgs,
): Promise<PaperPage[]> {
  const order = paperOrder(args.orderBy);
  const request = pageRequest(args, order, context.config.limits);
  const filter = args.filter ?? {};
  checkFilter(filter, context.config.limits);
  const asked: PaperSelection = { scope, filter, names: await resolveNames(filter, context.filterNames), today: context.today };
  const { selection, rows } = byTopic(asked, parents);
  const papers = new Map<number, Paper[]>(rows.map((row) => [row, []]));
  if (isShown(context.asked))
    for (const paper of await readPapers(context, selection, rows, order, request)) papers.get(paper.parent)!.push(paper);
  const counts = once(() => countPapers(context, selection, rows));
  return rows.map((parent, index) => {
    const seen = Math.min(papers.get(parent)!.length, context.config.limits.countLimit);
    const count = async () => {
      const { count, isExact } = (await counts())[index]!;
      return { count: isExact ? count : Math.max(count, seen), isExact }; // a lower bound is not below what the page shows
    };
    return {
      ...toPage<Paper>(papers.get(parent)!, request, order, async () => (await count()).count),
      count,
      matches: { selection, parent },
      matchesWithoutTopics: { selection: { ...asked, filter: { ...filter, topics: null } }, parent: parents[index]! },
    };
  });
}

/** Whether any page is to be seen: where only counts and facets are asked for, no paper need be read. */
function isShown(asked: AskedFields): boolean {
  const fields = asked.of("PaperConnection");
  return fields === null || PAGE_FIELDS.some((field) => fields.has(field));
}

const PAGE_FIELDS = ["edges", "nodes", "pageInfo"];

/** All papers of one topic become that topic's papers, which have an index of their own. */
function byTopic(asked: PaperSelection, parents: readonly number[]): { selection: PaperSelection; rows: readonly number[] } {
  const topic = asked.scope === "all" ? soleTopic(asked.filter) : null;
  if (topic === null) return { selection: asked, rows: parents };
  return {
    selection: { ...asked, scope: "topic", filter: { ...asked.filter, topics: null } },
    rows: [asked.names.topics.get(topic)!.rowId],
  };
}

/** The one topic that a filter's top level asks for, with all below it, and nothing else about topics; null when it asks otherwise. */
function soleTopic({ topics }: PaperFilter): string | null {
  if (!topics || topics.descendants === false || topics.minConfidence != null || topics.noneOf != null) return null;
  const lists = [topics.anyOf, topics.allOf].filter((list) => list != null);
  return lists.length === 1 && lists[0]!.length === 1 ? lists[0]![0]! : null;
}

type PaperRow = Paper & { parent: number };

function readPapers(
  { db, sql, asked }: Context,
  selection: PaperSelection,
  parents: readonly number[],
  order: Order<Paper>,
  page: PageRequest,
): Promise<PaperRow[]> {
  const writer = new SqlWriter();
  const ids = forEachParent(parents, writer, (parent) =>
    (isMoving(order) ? movingPageSql : pageSql)(selection, parent, order, page, writer),
  );
  const inKey = order.keys.map(({ property }) => property);
  const own = askedColumns(db, Paper, "p", asked.of("Paper"), paperNeeds, inKey);
  const columns = isMoving(order) ? `${own}, page.moving as "movingKey"` : own;
  const columnSql = ({ column, property }: KeyPart<Paper>) => (property === "movingKey" ? "page.moving" : `p.${column}`);
  const text = `/* findPapers */ with page as materialized (${ids})
    select page.parent, ${columns} from page join paper p on p.row_id = page.paper
    order by ${keysetOrder(order, page, columnSql)}`;
  // Where values decide between walking the order and gathering the matches, the planner must see them.
  const isStable = fieldsOf(selection.filter).length === 0 || isSimple(selection);
  const isGathered = selection.scope === "topic" && !isOnIndex(order);
  return (isStable && !isGathered && !isMoving(order) ? sql.prepared : sql.planned)<PaperRow>(text, writer.values);
}
