import { Field, ObjectType } from "type-graphql";
import { DateTimeScalar, UrlScalar } from "../graphql/scalars";

/** Who told of a paper: what a client sees of a row of `paper_source`. */
@ObjectType({ simpleResolvers: true, description: "A source that told of a paper." })
export class PaperSource {
  @Field(() => String, { description: "The source's name, for example `arxiv`." })
  name!: string;

  @Field(() => UrlScalar, { nullable: true, description: "Its page on the paper; null when it has none." })
  url!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Under which what it told is published; null when the source does not say.",
  })
  license!: string | null;

  @Field(() => DateTimeScalar, { description: "When what it told last changed here." })
  fetchedAt!: Date;
}
