import type { Context } from "../context";
import { listSize } from "../graphql/list-size";
import { type Fitting, finders } from "./suggest.queries";
import { type Suggestion, SuggestionKind } from "./suggestion";

/** Of several kinds that fit equally well, which is shown first. */
const ORDER = [SuggestionKind.TOPIC, SuggestionKind.PAPER, SuggestionKind.AUTHOR, SuggestionKind.REPOSITORY];

/** Characters of what is typed that count. */
const LONGEST = 200;

/** What somebody may be about to type: whole names first, then those that begin so; kinds take turns. Throws an InputError when more are asked for than the service allows. */
export async function suggest(
  typed: string,
  kinds: readonly SuggestionKind[] | null | undefined,
  first: number | null | undefined,
  context: Context,
): Promise<Suggestion[]> {
  const most = listSize(first, context.config.limits.suggestionsMax);
  const text = typed.trimStart().slice(0, LONGEST);
  if (text === "") return [];
  const asked = ORDER.filter((kind) => kinds == null || kinds.includes(kind));
  const found = await Promise.all(asked.map(async (kind) => ranked(kind, await finders[kind](text, most, context))));
  return found
    .flat()
    .sort((a, b) => b.match - a.match || a.turn - b.turn || ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
    .slice(0, most);
}

/** Rows as suggestions, each with its place among those of its kind that fit as well. */
function ranked(kind: SuggestionKind, rows: readonly Fitting[]) {
  const turns = new Map<number, number>();
  return rows.map((node) => {
    const turn = turns.get(node.match) ?? 0;
    turns.set(node.match, turn + 1);
    return { kind, text: node.text, node, match: node.match, turn };
  });
}
