/** How many random cases a property is tried on: so many in `npm test`, and many in `npm run test:many`. */
export const runs = (usual: number, many: number): number => ((globalThis as { isMany?: boolean }).isMany ? many : usual);
