import type { ApolloServerPlugin } from "@apollo/server";
import { type DocumentNode, type GraphQLSchema, isAbstractType, TypeInfo, visit, visitWithTypeInfo } from "graphql";

/** The fields that one request asks of each type: what nobody asked for need not be read. */
export class AskedFields {
  private fields: ReadonlyMap<string, ReadonlySet<string>> | null = null;

  /** The names of the fields that are asked of a type; null while that is not known, and everything has to be read. The same object for the same document. */
  of(type: string): ReadonlySet<string> | null {
    return this.fields && (this.fields.get(type) ?? NONE);
  }

  /** Says what is asked. */
  set(fields: ReadonlyMap<string, ReadonlySet<string>>): void {
    this.fields = fields;
  }
}

const NONE: ReadonlySet<string> = new Set();

/** Notes in `asked` of the context what an operation asks for. Not for batches: their operations share what is loaded. */
export function noteAskedFields(schema: GraphQLSchema): ApolloServerPlugin<{ readonly asked: AskedFields }> {
  const known = new WeakMap<DocumentNode, ReadonlyMap<string, ReadonlySet<string>>>(); // a document is looked through once
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document, requestIsBatched, contextValue }) {
          if (requestIsBatched) return;
          const fields = known.get(document) ?? fieldsIn(schema, document);
          known.set(document, fields);
          contextValue.asked.set(fields);
        },
      };
    },
  };
}

/** The fields that stand in a document, by the names of the object types that they may be asked of. */
function fieldsIn(schema: GraphQLSchema, document: DocumentNode): ReadonlyMap<string, ReadonlySet<string>> {
  const fields = new Map<string, Set<string>>();
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field({ name }) {
        const parent = types.getParentType();
        for (const type of isAbstractType(parent) ? schema.getPossibleTypes(parent) : parent ? [parent] : []) {
          const known = fields.get(type.name) ?? new Set();
          fields.set(type.name, known.add(name.value));
        }
      },
    }),
  );
  return fields;
}
