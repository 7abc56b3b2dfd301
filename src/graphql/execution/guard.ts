import { type ASTNode, type DocumentNode, Kind, visit } from "graphql";
import { NotCompilable } from "./not-compilable";

/** What a document may consist of besides names. Variables are the only values among it. */
const HARMLESS = new Set<string>([
  Kind.DOCUMENT,
  Kind.OPERATION_DEFINITION,
  Kind.FRAGMENT_DEFINITION,
  Kind.VARIABLE_DEFINITION,
  Kind.SELECTION_SET,
  Kind.FIELD,
  Kind.ARGUMENT,
  Kind.INLINE_FRAGMENT,
  Kind.FRAGMENT_SPREAD,
  Kind.VARIABLE,
  Kind.NAMED_TYPE,
]);

/** As GraphQL's grammar has it: https://spec.graphql.org/September2025/#Name */
const NAME = /^[_A-Za-z][_0-9A-Za-z]*$/;

/** The last look before a document becomes code: throws NotCompilable when it holds anything but names and variables. */
export function guard(document: DocumentNode): void {
  visit(document, {
    enter(node: ASTNode) {
      const isHarmless = node.kind === Kind.NAME ? NAME.test(node.value) : HARMLESS.has(node.kind);
      if (!isHarmless) throw new NotCompilable(`a ${node.kind}`);
    },
  });
}
