import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  buildSchema,
  type GraphQLArgument,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from "graphql";
import { printedSchema } from "../src/graphql/printed-schema";
import { projectDir } from "../src/project-dir";
import { schema } from "../src/schema";

const TARGET = join(projectDir, "../shared/design/schema.graphql");
const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith("__"));

/** Parts of the target that are not answered yet; a line goes when its part comes. */
const TO_COME = [/^DigestFrequency$/, /^Mutation\.\w+Digest$/, /^\w+Digest(Input|Payload)$/];

test("schema.graphql is what the code says; `npm run schema` writes it", () => {
  expect(readFileSync(join(projectDir, "schema.graphql"), "utf8")).toBe(printedSchema(schema));
});

test("every type, field, argument and enum value is described", () => {
  expect(types.flatMap(undescribed)).toEqual([]);
});

const isTargetPresent = existsSync(TARGET);
(isTargetPresent ? test : test.skip)(
  `the schema holds what the target contract names${isTargetPresent ? "" : " (skipped: needs ../shared/design/schema.graphql)"}`,
  () => {
    const target = buildSchema(readFileSync(TARGET, "utf8"));
    expect(missingFrom(schema, target).filter((path) => !TO_COME.some((part) => part.test(path.split(":")[0]!)))).toEqual([]);
  },
);

function undescribed(type: GraphQLNamedType): string[] {
  const own = type.description ? [] : [type.name];
  if (isEnumType(type))
    return [...own, ...type.getValues().flatMap((value) => (value.description ? [] : [`${type.name}.${value.name}`]))];
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return own;
  const fields = Object.values(type.getFields()).flatMap((field) => [
    ...(field.description ? [] : [`${type.name}.${field.name}`]),
    ...("args" in field ? field.args : []).flatMap((arg: GraphQLArgument) =>
      arg.description ? [] : [`${type.name}.${field.name}(${arg.name})`],
    ),
  ]);
  return [...own, ...fields];
}

/** What the target has and the schema has not, or has otherwise: `Type`, `Type.field`, or `Type.field: what differs`. */
function missingFrom(schema: GraphQLSchema, target: GraphQLSchema): string[] {
  return Object.values(target.getTypeMap())
    .filter(({ name }) => !name.startsWith("__"))
    .flatMap((wanted) => {
      const found = schema.getType(wanted.name);
      if (!found) return [wanted.name];
      if (found.constructor !== wanted.constructor) return [`${wanted.name}: another kind of type`];
      if (isEnumType(wanted) && isEnumType(found))
        return wanted.getValues().flatMap(({ name }) => (found.getValue(name) ? [] : [`${wanted.name}.${name}`]));
      if (isUnionType(wanted)) return [];
      if (isInputObjectType(wanted))
        return [...differences(wanted, found as GraphQLInputObjectType), ...oneOf(wanted, found as GraphQLInputObjectType)];
      if (isObjectType(wanted) && isObjectType(found)) {
        const interfaces = wanted
          .getInterfaces()
          .flatMap(({ name }) =>
            found.getInterfaces().some((own) => own.name === name) ? [] : [`${wanted.name}: must implement ${name}`],
          );
        return [...interfaces, ...differences(wanted, found)];
      }
      return [];
    });
}

function oneOf(wanted: GraphQLInputObjectType, found: GraphQLInputObjectType): string[] {
  return wanted.isOneOf === found.isOneOf ? [] : [`${wanted.name}: @oneOf`];
}

type Field = { name: string; type: unknown; args?: readonly GraphQLArgument[]; defaultValue?: unknown };
type Fielded = { name: string; getFields(): Record<string, Field> };

function differences(wanted: Fielded, found: Fielded): string[] {
  return Object.values(wanted.getFields()).flatMap((field) => {
    const path = `${wanted.name}.${field.name}`;
    const own = found.getFields()[field.name];
    if (!own) return [path];
    const type = String(own.type) === String(field.type) ? [] : [`${path}: ${own.type} must be ${field.type}`];
    const preset =
      own.defaultValue === field.defaultValue ? [] : [`${path}: default ${own.defaultValue} must be ${field.defaultValue}`];
    const args = (field.args ?? []).flatMap((arg) => {
      const ownArg = own.args?.find(({ name }) => name === arg.name);
      if (!ownArg) return [`${path}: must have the argument ${arg.name}`];
      const argType =
        String(ownArg.type) === String(arg.type) ? [] : [`${path}: ${arg.name}: ${ownArg.type} must be ${arg.type}`];
      return ownArg.defaultValue === arg.defaultValue
        ? argType
        : [...argType, `${path}: ${arg.name}: default ${ownArg.defaultValue} must be ${arg.defaultValue}`];
    });
    return [...type, ...preset, ...args];
  });
}
