import type { CodegenConfig } from "@graphql-codegen/cli";

/** Reads the contract and the queries of this folder, and writes their types to `generated/`. */
const config: CodegenConfig = {
  schema: "../../schema.graphql", // or the address of a running service: http://localhost:4000/graphql
  documents: ["queries.ts"],
  generates: {
    "./generated/": {
      preset: "client",
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: "string", // queries stay texts: the client needs no GraphQL package to run
        enumsAsTypes: true,
        useTypeImports: true,
        scalars: { Date: "string", DateTime: "string", URL: "string", JSON: "unknown" },
        strictScalars: true, // a scalar that is not listed here is an error, not `any`
      },
    },
  },
};

export default config;
