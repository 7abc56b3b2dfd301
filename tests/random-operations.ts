import fc from "fast-check";
import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLNonNull,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from "graphql";

/** A query and the variables that it is sent with. */
export interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Values to draw from, by the input type and field (`AuthorMatch.anyOf`), the name of an argument or field, or else by scalar. */
export type Values = Readonly<Record<string, readonly unknown[]>>;

/** Valid queries of a schema: nested selections, fields named twice, aliases, fragments, conditions, and values written out, as variables, or both in one. */
export function operationsOf(schema: GraphQLSchema, values: Values): fc.Arbitrary<Operation> {
  const ambiguous = ambiguousNames(schema);
  return fc.gen().map((draw) => new Writer(schema, values, ambiguous, draw).write());
}

/** Names of fields that give one kind of value in one type and another, or null too, in another: two of one name must not stand side by side. */
function ambiguousNames(schema: GraphQLSchema): ReadonlySet<string> {
  const shapes = new Map<string, string>();
  const ambiguous = new Set<string>();
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) || isInterfaceType(type));
  for (const { name, type } of types.flatMap((type) => Object.values(type.getFields()))) {
    const shape = isCompositeType(getNamedType(type)) ? String(type).replace(/\w+/, "") : String(type);
    if ((shapes.get(name) ?? shape) !== shape) ambiguous.add(name);
    shapes.set(name, shape);
  }
  return ambiguous;
}

/** A value as it is written in a document, and as it is sent as a variable. */
interface Value {
  readonly literal: string;
  readonly json: unknown;
}

/** Keys that mean something in JavaScript. */
const AWKWARD = ["__proto__", "constructor", "hasOwnProperty", "then", "toString", "class", "__context"];

class Writer {
  private readonly declarations: string[] = [];
  private readonly variables: Record<string, unknown> = {};
  private readonly fragments: string[] = [];
  private readonly conditions: string[] = [];
  private readonly awkward = [...AWKWARD];
  private names = 0;
  private isInVariable = false;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly values: Values,
    private readonly ambiguous: ReadonlySet<string>,
    private readonly draw: fc.GeneratorValue,
  ) {}

  write(): Operation {
    const selection = this.selection(this.schema.getQueryType()!, 4);
    const declared = this.declarations.length > 0 ? `(${this.declarations.join(", ")})` : "";
    return { query: [`query Random${declared} ${selection}`, ...this.fragments].join("\n"), variables: this.variables };
  }

  private pick = <T>(from: readonly T[]): T => from[this.draw(fc.nat, { max: from.length - 1 })]!;
  private isOneIn = (count: number): boolean => this.draw(fc.nat, { max: count - 1 }) === 0;
  private fresh = (prefix: string): string => `${prefix}${++this.names}`;

  private selection(type: GraphQLCompositeType, depth: number): string {
    const parts = isUnionType(type) ? [] : this.fields(type, depth);
    if (isAbstractType(type))
      for (const possible of this.schema.getPossibleTypes(type))
        if (!this.isOneIn(3)) parts.push(`... on ${possible.name} ${this.selection(possible, depth - 1)}`);
    if (parts.length === 0 || this.isOneIn(8)) parts.push(`__typename${this.condition()}`);
    if (isObjectType(type) && this.isOneIn(6)) parts.push(this.fragment(type, depth - 1));
    return `{ ${parts.join(" ")} }`;
  }

  private fields(type: Exclude<GraphQLCompositeType, { getTypes: unknown }>, depth: number): string[] {
    const known = Object.values(type.getFields()).filter((field) => depth > 0 || !isCompositeType(getNamedType(field.type)));
    const isRoot = type === this.schema.getQueryType();
    const count = isRoot ? this.draw(fc.nat, { max: 1 }) + 1 : this.draw(fc.nat, { max: 4 });
    return Array.from({ length: known.length > 0 ? count : 0 }, () => this.field(this.pick(known), depth));
  }

  /** A field with arguments has a name of its own, since two of one name must have the same; so has one whose kind of value its name does not tell. */
  private field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const type = getNamedType(field.type);
    const below = isCompositeType(type) ? ` ${this.selection(type, depth - 1)}` : "";
    const args = field.args.flatMap((argument) => this.argument(argument));
    const alias =
      field.args.length > 0 || this.ambiguous.has(field.name)
        ? `${this.fresh("a")}: `
        : below === "" && this.isOneIn(9)
          ? `${this.awkwardName()}: `
          : "";
    return `${alias}${field.name}${args.length > 0 ? `(${args.join(", ")})` : ""}${this.condition()}${below}`;
  }

  private awkwardName = (): string => this.awkward.splice(this.draw(fc.nat, { max: AWKWARD.length }), 1)[0] ?? this.fresh("b");

  private argument({ name, type, defaultValue }: GraphQLArgument): string[] {
    const isRequired = isNonNullType(type) && defaultValue === undefined;
    return isRequired || this.isOneIn(2) ? [`${name}: ${this.value(`.${name}`, type, 3).literal}`] : [];
  }

  private fragment(type: GraphQLCompositeType, depth: number): string {
    const name = this.fresh("F");
    this.fragments.push(`fragment ${name} on ${type.name} ${this.selection(type, depth)}`);
    const condition = this.condition();
    return this.pick([`...${name}${condition}`, `...${name} ...${name}${condition}`, `... ${condition} { ...${name} }`]);
  }

  private condition(): string {
    if (!this.isOneIn(7)) return "";
    const value = this.isOneIn(4) ? this.pick(["true", "false"]) : `$${this.conditionName()}`;
    return this.pick([` @skip(if: ${value})`, ` @include(if: ${value})`, ` @include(if: true) @skip(if: ${value})`]);
  }

  private conditionName(): string {
    if (this.conditions.length > 0 && !this.isOneIn(3)) return this.pick(this.conditions);
    const name = this.fresh("c");
    this.conditions.push(name);
    this.declarations.push(this.pick([`$${name}: Boolean!`, `$${name}: Boolean! = true`, `$${name}: Boolean = false`]));
    this.variables[name] = this.isOneIn(2);
    return name;
  }

  /** In a document any part of a value may be a variable; what a variable holds is plain. */
  private value(name: string, type: GraphQLInputType, depth: number): Value {
    if (this.isInVariable || !this.isOneIn(3)) return this.plainValue(name, type, depth);
    this.isInVariable = true;
    const { literal, json } = this.plainValue(name, type, depth);
    this.isInVariable = false;
    const variable = this.fresh("v");
    const isPreset = this.isOneIn(4);
    this.declarations.push(`$${variable}: ${type}${isPreset ? ` = ${literal}` : ""}`);
    if (!isPreset || this.isOneIn(2)) this.variables[variable] = json;
    return { literal: `$${variable}`, json };
  }

  private plainValue(name: string, type: GraphQLInputType, depth: number): Value {
    const inner = getNullableType(type);
    if (inner === type && this.isOneIn(10)) return { literal: "null", json: null };
    if (isListType(inner)) return this.list(name, inner.ofType, depth);
    if (isInputObjectType(inner)) return this.object(inner, depth);
    if (isEnumType(inner)) {
      const { name } = this.pick(inner.getValues());
      return { literal: name, json: name };
    }
    const json = this.pick(this.values[name] ?? this.values[name.split(".")[1]!] ?? this.values[inner.name] ?? [name]);
    const isBlock = typeof json === "string" && !json.includes("\\") && this.isOneIn(6);
    return { literal: isBlock ? `"""${json}"""` : JSON.stringify(json), json };
  }

  private list(name: string, type: GraphQLInputType, depth: number): Value {
    const items = Array.from({ length: depth > 0 ? this.draw(fc.nat, { max: 2 }) : 0 }, () => this.value(name, type, depth - 1));
    const [only] = items;
    // One value is a list of one, but a variable has the type that it has.
    if (only && items.length === 1 && !/^\$|^null$/.test(only.literal) && this.isOneIn(3)) return only;
    return { literal: `[${items.map(({ literal }) => literal).join(", ")}]`, json: items.map(({ json }) => json) };
  }

  private object(type: GraphQLInputObjectType, depth: number): Value {
    const fields = Object.values(type.getFields());
    const nameOf = (field: GraphQLInputField) => `${type.name}.${field.name}`;
    const chosen = depth > 0 ? fields.filter(() => this.isOneIn(4)) : [];
    const given = type.isOneOf
      ? [this.pick(fields)].map((field) => ({ field, ...this.value(nameOf(field), new GraphQLNonNull(field.type), 0) }))
      : chosen.map((field) => ({ field, ...this.value(nameOf(field), field.type, depth - 1) }));
    return {
      literal: `{ ${given.map(({ field, literal }) => `${field.name}: ${literal}`).join(", ")} }`,
      json: Object.fromEntries(given.map(({ field, json }) => [field.name, json])),
    };
  }
}
