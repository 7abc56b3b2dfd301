import type { Context } from "../context";
import { columnsOf } from "../database/columns";
import { type Page, pageRequest } from "../graphql/connection";
import { InputError } from "../graphql/errors";
import { checkValues } from "../graphql/filter-values";
import { type Conditions, conditionsOf, findPage } from "../graphql/find-pages";
import type { Bind, Order } from "../graphql/keyset";
import { Topic } from "./topic";
import { type TopicFilter, TopicOrder, type TopicsArgs } from "./topic.args";
import { topicsWithGrowth } from "./topic.growth";

/** A topic of a list; only the order GROWTH reads how it grows. */
type ListedTopic = Topic & { readonly growth?: number };

const orders: Record<TopicOrder, Omit<Order<ListedTopic>, "name">> = {
  PAPERS: {
    direction: "desc",
    keys: [
      { column: "paper_count", property: "paperCount", type: "int" },
      { column: "row_id", property: "rowId", type: "int" },
    ],
  },
  NAME: {
    direction: "asc",
    keys: [
      { column: "name_key", property: "nameKey", type: "text" },
      { column: "row_id", property: "rowId", type: "int" },
    ],
  },
  GROWTH: {
    direction: "desc",
    keys: [
      { column: "growth", property: "growth", type: "float" },
      { column: "row_id", property: "rowId", type: "int" },
    ],
  },
};

/** Words with one space between: what stands between letters and digits does not matter. */
const wordsOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
const wordsIn = (column: string): string => `regexp_replace(lower(${column}), '[^[:alnum:]]+', ' ', 'g')`;

/** True or false for every topic `t`; `under` is a row id by then. */
const conditions: Conditions<Omit<TopicFilter, "under"> & { under?: number | null }> = {
  kinds: (kinds, bind) => `t.kind = any(${bind(kinds, "text[]")})`,
  under: (topic, bind) => `exists (select from topic_ancestor a where a.topic = t.row_id and a.ancestor = ${bind(topic, "int")})`,
  text: (text, bind) => {
    const start = bind(` ${wordsOf(text)}`, "text");
    return `(strpos(' ' || ${wordsIn("t.name_key")}, ${start}) > 0 or exists (select from topic_alias a where a.topic = t.row_id and strpos(' ' || ${wordsIn("a.alias")}, ${start}) > 0))`;
  },
  minPapers: (papers, bind) => `t.paper_count >= ${bind(papers, "int")}`,
};

/** A page of topics under a filter. Throws an InputError that names the argument when `under` is no topic. */
export async function findTopics(context: Context, { filter, orderBy, ...args }: TopicsArgs): Promise<Page<Topic>> {
  const { db, sql, config } = context;
  const name = orderBy ?? TopicOrder.PAPERS;
  const order = { name, ...orders[name] };
  const page = pageRequest(args, order, config.limits);
  checkValues(filter ?? {}, config.limits, "filter");
  const resolved = { ...filter, under: await rowOf(context, filter?.under, "filter.under") };
  const isByGrowth = name === TopicOrder.GROWTH;
  const list = {
    name: "findTopics",
    columns: `${columnsOf(db, Topic, "t")}${isByGrowth ? ", t.growth" : ""}`,
    from: isByGrowth ? topicsWithGrowth(context.today) : "topic t",
    where: (bind: Bind) => conditionsOf(conditions, resolved, bind),
    order,
    columnSql: (column: string) => `t.${column}`,
  };
  return findPage<ListedTopic>(sql.planned, list, page);
}

/** The row of a topic that an argument names by slug or alias; null when none is named. */
export async function rowOf({ filterNames }: Context, name: string | null | undefined, argument: string): Promise<number | null> {
  if (name == null) return null;
  const topic = (await filterNames.topics([name])).get(name);
  if (!topic) throw new InputError(`${argument} must be the slug or an alias of a topic, not ${JSON.stringify(name)}`, argument);
  return topic.rowId;
}
