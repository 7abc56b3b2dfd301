// What takes minutes: many more subsets of real files, in many more orders.
module.exports = {
  ...require("./jest.config.js"),
  testMatch: ["<rootDir>/tests/importers/real-order.test.ts"],
  globals: { orderRuns: 100 },
};
