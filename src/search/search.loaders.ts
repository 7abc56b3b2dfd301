import type { Sql } from "../database/sql";
import { oneByKey } from "../graphql/batch";

/** Words without their endings, as texts are searched by them. */
export function searchLoaders(sql: Sql) {
  return {
    lexemeByWord: oneByKey(
      (words: readonly string[]) =>
        sql.prepared<{ word: string; lexeme: string | null }>(
          "/* lexemeByWord */ select word, (ts_lexize('english_stem', word))[1] as lexeme from unnest($1::text[]) word",
          [words],
        ),
      ({ word }) => word,
    ),
  };
}
