import { Field, ObjectType } from "type-graphql";
import { Node } from "../graphql/node";
import { JsonScalar } from "../graphql/scalars";
import { PaperOrder } from "../papers/paper.order";
import type { StoredFilter } from "./canonical";

/** A filter that a member keeps: the row in `saved_filter`. */
@ObjectType({
  simpleResolvers: true,
  implements: Node,
  description: "A filter under a name: the same list as page and as feed. A private one is seen by its member alone.",
})
export class SavedFilter extends Node {
  rowId!: number;
  uid!: string;
  memberRowId!: number;

  @Field(() => String, { description: "For addresses; never changes." })
  slug!: string;

  @Field(() => String, { description: "As its member calls it." })
  name!: string;

  @Field(() => Boolean, { description: "Whether everybody sees it." })
  isPublic!: boolean;

  @Field(() => JsonScalar, {
    description:
      "The filter in its canonical form, as `PaperFilter` takes it. A topic or author that it names and that is no more matches nothing.",
  })
  filter!: StoredFilter;

  @Field(() => PaperOrder, { description: "In which order." })
  orderBy!: PaperOrder;
}
