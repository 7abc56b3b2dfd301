import {
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isLeafType,
  isListType,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from "graphql";
import { argumentReader } from "./arguments";
import { filterPricing } from "./filter-price";
import type { PricedField } from "./price-tree";
import { type Fragments, groupFields, type Variables } from "./selection";
import type { ConnectionWeight, Weight, Weights } from "./weight";

/** The fields of an operation, and what sets the sizes and conditions that the client gives. */
export interface PriceTemplate {
  readonly root: PricedField;
  readonly adjust: readonly Adjust[];
}

type Adjust = (variables: Variables) => void;

/** A field of the schema, with its weight. */
interface KnownField {
  readonly definition: GraphQLField<unknown, unknown>;
  readonly type: GraphQLNamedType;
  readonly isList: boolean;
  readonly weight: Weight | ConnectionWeight;
  /** Whether it is a value that costs what values cost. */
  readonly isPlain: boolean;
  readonly priceFilter: (filter: unknown) => number;
  readonly priceOrder: (order: unknown) => number;
}

/** Makes templates of operations. `variables` decide what is skipped or included; null when more than `maxFields` fields are asked for. */
export function createTemplates(schema: GraphQLSchema, weights: Weights, maxFields: number) {
  const known = new Map<string, KnownField>();
  const fieldOf = (parent: GraphQLObjectType, name: string): KnownField => {
    const key = `${parent.name}.${name}`;
    const field = known.get(key) ?? describe(key, definitionOf(parent, name), weights);
    known.set(key, field);
    return field;
  };

  return (operation: OperationDefinitionNode, fragments: Fragments, variables: Variables): PriceTemplate | null => {
    const adjust: Adjust[] = [];
    let left = maxFields;

    const priceBelow = (type: GraphQLNamedType, asked: SelectionSetNode[], connection: PricedField | null): PricedField[] => {
      if (isLeafType(type) || asked.length === 0) return [];
      if (isAbstractType(type)) {
        const kinds = schema.getPossibleTypes(type).map((kind) => group(priceBelow(kind, asked, connection)));
        return [group(kinds, true)];
      }
      const parent = type as GraphQLObjectType;
      const fields: PricedField[] = [];
      let plain = 0; // together one: they are most of the fields there are
      for (const nodes of groupFields(schema, parent, asked, fragments, variables).values()) {
        if (--left < 0) break;
        if (fieldOf(parent, nodes[0]!.name.value).isPlain) plain++;
        else fields.push(priceField(parent, nodes, connection));
      }
      return plain > 0 ? [...fields, { ...group([]), each: plain * weights.leaf }] : fields;
    };

    const priceField = (parent: GraphQLObjectType, nodes: readonly FieldNode[], around: PricedField | null): PricedField => {
      const node = nodes[0]!;
      const { definition, type, isList, weight, priceFilter, priceOrder } = fieldOf(parent, node.name.value);
      const { once = 0, each = 0, item = 0, filtered = 0, size = 1 } = weight;
      const isOfPage = size === "page";
      const field = priced({ key: (node.alias ?? node.name).value, once, each, item, filtered, isList });
      field.sizedBy = isOfPage ? around : null;
      field.filteredBy = size === "connection" ? field : around;
      if (typeof size === "number") field.size = size;
      else if (!isOfPage) adjust.push(sizer(field, argumentReader(node, definition), size, weights));
      if (size === "connection") adjust.push(filterer(field, argumentReader(node, definition), priceFilter, priceOrder));
      const asked: SelectionSetNode[] = [];
      for (const { selectionSet } of nodes) if (selectionSet) asked.push(selectionSet);
      // What is no list is asked for where its parent is: facets stand below a connection, and count under its filter.
      field.fields.push(...priceBelow(type, asked, size === "connection" ? field : isList ? null : around));
      for (const inner of field.fields) field.once += inner.once;
      return field;
    };

    const type = schema.getRootType(operation.operation); // none: execution says so
    const root = group(type ? priceBelow(type, [operation.selectionSet], null) : []);
    root.once += weights.request;
    return left < 0 ? null : { root, adjust };
  };
}

function priced(own: Pick<PricedField, "key" | "once" | "each" | "item" | "filtered" | "isList">): PricedField {
  const { key, once, each, item, filtered, isList } = own;
  const given = { sizedBy: null, filteredBy: null, argument: null, size: 1, conditions: 0 };
  return { key, once, each, item, filtered, isList, isChoice: false, ...given, fields: [] };
}

/** Fields that cost what they cost, and nothing besides. */
function group(fields: PricedField[], isChoice = false): PricedField {
  const once = fields.reduce((sum, field) => sum + field.once, 0);
  return { ...priced({ key: null, once, each: 0, item: 0, filtered: 0, isList: false }), isChoice, fields };
}

/** Sets how many objects a field gives to what its arguments say. */
function sizer(
  field: PricedField,
  read: ReturnType<typeof argumentReader>,
  size: Exclude<NonNullable<KnownField["weight"]["size"]>, number | "page">,
  { pageSizeDefault, pageSizeMax }: Weights,
): Adjust {
  if (size !== "connection") {
    const given = read(size.argument);
    field.argument = size.argument;
    return (variables) => {
      field.size = bounded(given(variables), size.otherwise, size.most);
    };
  }
  const [first, last] = [read("first"), read("last")];
  return (variables) => {
    const [fromStart, fromEnd] = [first(variables), last(variables)];
    field.argument = fromStart == null && fromEnd != null ? "last" : "first";
    field.size = bounded(fromStart ?? fromEnd, pageSizeDefault, pageSizeMax);
  };
}

/** Sets what it costs to weigh a connection's filter, and to put what fits into its order. */
function filterer(
  field: PricedField,
  read: ReturnType<typeof argumentReader>,
  priceFilter: KnownField["priceFilter"],
  priceOrder: KnownField["priceOrder"],
): Adjust {
  const [filter, order] = [read("filter"), read("orderBy")];
  return (variables) => {
    field.conditions = priceFilter(filter(variables)) + priceOrder(order(variables));
  };
}

/** A size as a resolver takes it. One that it refuses counts as the nearest that it takes: nothing is read for it. */
function bounded(value: unknown, otherwise: number, most: number): number {
  const size = Array.isArray(value) ? value.length : typeof value === "string" ? 1 : value;
  return typeof size === "number" && Number.isFinite(size) ? Math.min(Math.max(size, 0), most) : otherwise;
}

function definitionOf(parent: GraphQLObjectType, name: string): GraphQLField<unknown, unknown> {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return parent.getFields()[name]!;
}

function describe(key: string, definition: GraphQLField<unknown, unknown>, weights: Weights): KnownField {
  const type = getNamedType(definition.type);
  const isList = isListType(getNullableType(definition.type)) && !isLeafType(type);
  const weight = weights.fields[key] ?? { item: weights.object };
  const isPlain = isLeafType(type) && !(key in weights.fields);
  const filter = definition.args.find(({ name }) => name === "filter");
  const order = definition.args.find(({ name }) => name === "orderBy");
  const ofOrder = order ? getNamedType(order.type).name : "";
  return {
    ...{ definition, type, isList, weight, isPlain, priceFilter: filterPricing(filter?.type, weights) },
    priceOrder: (value) => weights.conditions[`${ofOrder}.${value}`] ?? 0,
  };
}
