import { testInterruptions } from "./interruptions";
import { STRIKES } from "./strikes";

/** `npm run test:kills` tries more moments, and every way. */
testInterruptions(STRIKES.slice(1, 4), 120, 5);
