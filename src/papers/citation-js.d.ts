/** The part of citation-js that is used: its writers. Its readers can fetch what they find named, and are not. https://citation.js.org/api/ */
declare module "@citation-js/core" {
  export const plugins: {
    readonly output: {
      /** Writes items of CSL-JSON in a format that a plugin brings; with `format: "object"` the fields before they become text. */
      format(name: string, items: readonly object[], options: { readonly format: "object" }): unknown;
    };
  };
}
declare module "@citation-js/plugin-bibtex";
declare module "@citation-js/plugin-ris";
