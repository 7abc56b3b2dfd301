import { type GraphQLInputObjectType, type GraphQLInputType, getNamedType, isInputObjectType } from "graphql";
import type { Weights } from "./weight";

/** What the fields of an input type cost when they are set, and what stands in them. */
type Shape = Map<string, { readonly points: number; readonly isCondition: boolean; readonly inside: Shape | null }>;

/** Prices the conditions of a filter, at every depth: 0 for none, and for so many that the resolver refuses the filter. */
export function filterPricing(
  type: GraphQLInputType | undefined,
  { conditions, conditionsMax }: Weights,
): (filter: unknown) => number {
  const root = type && getNamedType(type);
  if (!isInputObjectType(root)) return () => 0;
  const shape = shapeOf(root, root, conditions, new Map());

  return (filter) => {
    if (filter == null) return 0;
    let price = 0;
    let left = conditionsMax;
    const add = (value: unknown, shape: Shape): void => {
      if (typeof value !== "object" || value === null) return;
      if (Array.isArray(value)) {
        for (const item of value) add(item, shape);
        return;
      }
      for (const name in value) {
        const inner = (value as Record<string, unknown>)[name];
        const field = inner == null ? undefined : shape.get(name);
        if (!field) continue;
        price += field.points;
        if (field.isCondition) left--;
        if (field.inside && left >= 0) add(inner, field.inside);
      }
    };
    add(filter, shape);
    return left < 0 ? 0 : price;
  };
}

function shapeOf(
  type: GraphQLInputObjectType,
  root: GraphQLInputObjectType,
  points: Weights["conditions"],
  known: Map<GraphQLInputObjectType, Shape>,
): Shape {
  const done = known.get(type);
  if (done) return done;
  const shape: Shape = new Map();
  known.set(type, shape); // before its fields: filters hold filters
  for (const { name, type: given } of Object.values(type.getFields())) {
    const inside = getNamedType(given);
    shape.set(name, {
      points: points[`${type.name}.${name}`] ?? 0,
      isCondition: type === root && inside !== root,
      inside: isInputObjectType(inside) ? shapeOf(inside, root, points, known) : null,
    });
  }
  return shape;
}
