import { ArgsType, Field, Int, ObjectType } from "type-graphql";
import type { Context } from "../context";
import { columnsOf } from "../database/columns";
import { InputError } from "../graphql/errors";
import type { FacetSource } from "../papers/paper.facets";
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

/** How many topics a facet gives when nothing is said. */
const DEFAULT_FIRST = 10;

/** The topics of a connection's papers with their numbers. Throws an InputError that names the argument. */
export async function countTopics(
  context: Context,
  facets: FacetSource,
  { first, kind, under, ignoreOwn }: TopicFacetArgs,
): Promise<TopicFacet[]> {
  const { db, sql, config } = context;
  const most = Math.max(config.limits.pageSizeMax, DEFAULT_FIRST);
  const size = first ?? DEFAULT_FIRST;
  if (size < 1 || size > most) throw new InputError(`first must be from 1 to ${most}, not ${size}`, "first");
  const ancestor = await rowOf(context, under, "under");
  const { papers } = ignoreOwn ? await facets.sampleWithoutTopics() : facets.sample;
  const rows = await sql.prepared<Topic & { count: number }>(
    `/* countTopics */ with counted as (
       select topic, count(*) as count from unnest($1::bigint[]) as m(paper) join paper_index i using (paper), unnest(i.topic_ids) as topic group by topic
     )
     select c.count, ${columnsOf(db, Topic, "t")} from counted c join topic t on t.row_id = c.topic
     where ($2::text is null or t.kind = $2) and ($3::int is null or exists (select from topic_ancestor a where a.topic = t.row_id and a.ancestor = $3))
     order by c.count desc, t.name_key, t.row_id limit $4`,
    [papers, kind ?? null, ancestor, size],
  );
  return rows.map((topic) => ({ topic, count: topic.count }));
}
