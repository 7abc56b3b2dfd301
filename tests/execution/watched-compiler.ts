import type { DocumentNode } from "graphql";

type Jit = typeof import("graphql-jit");

/** What the compiler was given, the code that it made, and how often that code ran. */
export interface Compilation {
  readonly document: DocumentNode;
  readonly code: string;
  runs: number;
}

/** Everything that was compiled. */
export const compilations: Compilation[] = [];

/** How often compiled code ran until now. */
export const countRuns = (): number => compilations.reduce((sum, { runs }) => sum + runs, 0);

/** graphql-jit as it is, but watched; for `jest.mock("graphql-jit", ...)`. */
export function watchedCompiler(): Jit {
  const actual = jest.requireActual<Jit>("graphql-jit");
  const compileQuery = (...[schema, document, operationName, options]: Parameters<Jit["compileQuery"]>) => {
    const compiled = actual.compileQuery<any, any>(schema, document, operationName, { ...options, debug: true } as never);
    if (!actual.isCompiledQuery(compiled)) return compiled;
    const { __DO_NOT_USE_THIS_OR_YOU_WILL_BE_FIRED_compilation: code } = compiled as unknown as Record<string, string>;
    const compilation: Compilation = { document, code: code!, runs: 0 };
    compilations.push(compilation);
    const run = (...args: Parameters<typeof compiled.query>) => {
      compilation.runs++;
      return compiled.query(...args);
    };
    return { ...compiled, query: run };
  };
  return { ...actual, compileQuery: compileQuery as Jit["compileQuery"] };
}
