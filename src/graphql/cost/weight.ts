/**
 * What a field costs, in points: a point is about a tenth of a millisecond of the service and its database together.
 * What is not said is 0.
 */
export interface Weight {
  /** Once, for however many parents: their statement is one. */
  readonly once?: number;
  /** For each parent. */
  readonly each?: number;
  /** For each object that it gives. */
  readonly item?: number;
  /** How many objects a list gives for each parent; one when nothing is said. */
  readonly size?: Size;
  /** How often the conditions of the filter are weighed for each parent: of its own argument `filter`, or of the connection around it. */
  readonly filtered?: number;
}

/**
 * A number is what is assumed; "page" is what the connection around it gives. `argument` names what says it: a number, or a list by its length,
 * where more than `most` is refused by the resolver; `otherwise` holds when it is not given.
 */
export type Size = number | "page" | { readonly argument: string; readonly most: number; readonly otherwise: number };

/** A connection: its page is read with it, and `nodes` and `edges` show it. */
export type ConnectionWeight = Omit<Weight, "size"> & { readonly size: "connection" };

/** The weights of a schema. */
export interface Weights {
  /** By type and field, `Paper.authors`. Others cost `leaf`, or `object` for each object. */
  readonly fields: Readonly<Record<string, Weight | ConnectionWeight>>;
  readonly leaf: number;
  readonly object: number;
  /** What a field of a filter costs that is set, by input type and field, `PaperFilter.text`, and an order that has to be computed, `TopicOrder.GROWTH`; others cost nothing. */
  readonly conditions: Readonly<Record<string, number>>;
  /** More conditions than these are refused by the resolver that they are given to. */
  readonly conditionsMax: number;
  /** What a request costs whatever it asks. */
  readonly request: number;
  readonly pageSizeDefault: number;
  readonly pageSizeMax: number;
}
