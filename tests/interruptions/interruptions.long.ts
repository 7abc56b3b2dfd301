import { testInterruptions } from "./interruptions";
import { STRIKES } from "./strikes";

/** Random moments of an import, each with another way to end it. */
const MOMENTS = 20;

testInterruptions(
  Array.from({ length: MOMENTS }, (_, index) => STRIKES[index % STRIKES.length]!),
  300,
  10,
);
