import { type GraphQLInputObjectType, getNamedType, isInputObjectType } from "graphql";
import { schema } from "../src/schema";
import { refusalOf } from "./refusal";
import { useTestApp } from "./test-app";

const app = useTestApp();

const oneOfs = Object.values(schema.getTypeMap()).filter(
  (type): type is GraphQLInputObjectType => isInputObjectType(type) && type.isOneOf,
);

describe.each(oneOfs.map((type) => ({ type })))("$type", ({ type }) => {
  const field = Object.values(schema.getQueryType()!.getFields()).find(({ args }) => getNamedType(args[0]?.type) === type)!;
  const [first, second] = Object.keys(type.getFields());

  test.each(["{}", `{ ${first}: "a", ${second}: "b" }`, `{ ${first}: null }`])(
    "as %s is refused before anything runs",
    async (by) => {
      const refusal = await refusalOf(app, `{ ${field.name}(by: ${by}) { id } }`);
      expect(refusal).toMatchObject({ argument: "by", code: "GRAPHQL_VALIDATION_FAILED" });
    },
  );

  test.each([{}, { [first!]: "a", [second!]: "b" }, { [first!]: null }])("as the variable %j is refused", async (by) => {
    const refusal = await refusalOf(app, `query ($by: ${type.name}!) { ${field.name}(by: $by) { id } }`, { by });
    expect(refusal.code).toBe("BAD_USER_INPUT");
    expect(refusal.argument).toMatch(/^by(\.|$)/);
  });

  test("with a key whose variable is null is refused", async () => {
    const key = Object.values(type.getFields()).find(({ name }) => name !== "id")!;
    const refusal = await refusalOf(app, `query ($key: String) { ${field.name}(by: { ${key.name}: $key }) { id } }`, {
      key: null,
    });
    expect(refusal).toMatchObject({ argument: "by", code: "BAD_USER_INPUT" });
  });
});
