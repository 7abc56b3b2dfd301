import type { Importer } from "./importer";
import { listing } from "./listing";

/** Every format that `npm run import` knows. */
export const importers: readonly Importer[] = [listing];
