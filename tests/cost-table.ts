import type { ConnectionWeight, Size, Weight, Weights } from "../src/graphql/cost/weight";

/** The weights as the tables of docs/limits.md show them, a line each. */
export function costTable({ fields, conditions }: Weights): { fields: string[]; conditions: string[] } {
  return {
    fields: Object.entries(fields).flatMap(([name, weight]) =>
      isShown(weight) ? [`| \`${name}\` | ${cells(weight).join(" | ")} |`] : [],
    ),
    conditions: Object.entries(conditions).flatMap(([name, points]) => (points > 0 ? [`| \`${name}\` | ${points} |`] : [])),
  };
}

/** What only passes on the page around it costs nothing of its own. */
const isShown = ({ once, each, item, filtered }: Weight | ConnectionWeight) => Boolean(once || each || item || filtered);

const cells = ({ once, each, item, filtered, size }: Weight | ConnectionWeight) => [
  once ?? "",
  each ?? "",
  item ?? "",
  sizeName(size),
  filtered ?? "",
];

function sizeName(size: Size | "connection" | undefined): string | number {
  if (size === undefined) return 1;
  if (size === "connection") return "`first` or `last`";
  return typeof size === "object" ? `\`${size.argument}\`` : size === "page" ? "the page" : size;
}
