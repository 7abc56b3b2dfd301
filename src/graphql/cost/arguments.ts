import { type FieldNode, type GraphQLField, Kind, valueFromASTUntyped, visit } from "graphql";
import type { Variables } from "./selection";

/** Gives the value of an argument under an operation's variables. */
type ReadArgument = (variables: Variables) => unknown;

/** Reads the arguments of a field: each as it is written once, and for every operation only what is a variable. Null is the same as not given, as it is for resolvers. */
export function argumentReader(node: FieldNode, definition: GraphQLField<unknown, unknown>) {
  return (name: string): ReadArgument => {
    const fallback = definition.args.find((argument) => argument.name === name)?.defaultValue;
    const written = node.arguments?.find((argument) => argument.name.value === name)?.value;
    if (!written) return () => fallback;
    if (written.kind === Kind.VARIABLE) return (variables) => variables[written.name.value] ?? fallback;
    let holdsVariables = false;
    visit(written, {
      Variable: () => {
        holdsVariables = true;
      },
    });
    if (holdsVariables) return (variables) => valueFromASTUntyped(written, variables as Record<string, unknown>);
    const value = valueFromASTUntyped(written) ?? fallback;
    return () => value;
  };
}
