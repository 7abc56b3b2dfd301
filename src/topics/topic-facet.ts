import { ArgsType, Field, Int, ObjectType } from "type-graphql";
import type { Context } from "../context";
import { columnsOf } from "../database/columns";
import { listSize, USUAL_SIZE } from "../graphql/list-size";
import type { ConnectionFacets, FacetSource } from "../papers/paper.facets";
import { ALL_PAPERS, isKept, keptPart } from "../papers/paper.kept-counts";
import { fieldsOf } from "../papers/paper.selection";
import { Topic, TopicKind } from "./topic";
import { rowOf } from "./topic.queries";

@ObjectType({ simpleResolvers: true, description: "The papers of one topic." })
export class TopicFacet {
  @Field(() => Topic, { description: "The topic." })
  topic!: Topic;

  @Field(() => Int, { description: "How many papers of it and of everything below it." })
  count!: number;
}

@ArgsType()
export class TopicFacetArgs {
  @Field(() => Int, { nullable: true, defaultValue: 10, description: "How many topics: 1 to 100." })
  first?: number | null;

  @Field(() => TopicKind, { nullable: true, description: "Only topics of this kind." })
  kind?: TopicKind | null;

  @Field(() => String, { nullable: true, description: "Only topics below this one, at any distance: its slug or an alias." })
  under?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    nullable: true,
    description: "Counted as if the filter's top-level topics were absent, for menus with several choices.",
  })
  ignoreOwn?: boolean | null;
}

/** The topics of a connection's papers with their numbers. Throws an InputError that names the argument. */
export async function countTopics(
  context: Context,
  facets: ConnectionFacets,
  { first, kind, under, ignoreOwn }: TopicFacetArgs,
): Promise<TopicFacet[]> {
  const { db, sql, config } = context;
  const size = listSize(first, Math.max(config.limits.pageSizeMax, USUAL_SIZE));
  const ancestor = await rowOf(context, under, "under");
  const { counted, values } = await countedTopics(ignoreOwn ? facets.withoutTopics : facets);
  const [kindAt, ancestorAt, sizeAt] = [1, 2, 3].map((place) => `$${values.length + place}`);
  const rows = await sql.prepared<Topic & { count: number }>(
    `/* countTopics */ with counted as (${counted})
     select c.count, ${columnsOf(db, Topic, "t")} from counted c join topic t on t.row_id = c.topic
     where (${kindAt}::text is null or t.kind = ${kindAt})
       and (${ancestorAt}::int is null or exists (select from topic_ancestor a where a.topic = t.row_id and a.ancestor = ${ancestorAt}))
     order by c.count desc, t.name_key, t.row_id limit ${sizeAt}`,
    [...values, kind ?? null, ancestor, size],
  );
  return rows.map((topic) => ({ topic, count: topic.count }));
}

/** The statement that gives a list's topics with their numbers, and its values: what is kept where all papers are asked, else what the papers that were gathered are about. */
async function countedTopics({ matches, sample }: FacetSource): Promise<{ counted: string; values: unknown[] }> {
  if (matches?.selection.scope !== "all" || !isKept(matches.selection))
    return {
      counted:
        "select topic, count(*) as count from unnest($1::bigint[]) as m(paper) join paper_index i using (paper), unnest(i.topic_ids) as topic group by topic",
      values: [(await sample()).papers],
    };
  const { selection } = matches;
  if (fieldsOf(selection.filter).length === 0)
    return { counted: "select row_id as topic, paper_count as count from topic where paper_count > 0", values: [] };
  const { withCode, withoutCode, months } = keptPart(selection);
  return {
    counted: `select topic, sum(${withCode} + ${withoutCode})::int as count from topic_count
      where topic <> ${ALL_PAPERS} and month >= $1::date and month <= $2::date group by topic having sum(${withCode} + ${withoutCode}) > 0`,
    values: [...months],
  };
}
