// What takes minutes: the properties of `npm test` over many more random cases.
module.exports = {
  ...require("./jest.config.js"),
  testMatch: [
    "<rootDir>/tests/execution/{differential,literals}.test.ts",
    "<rootDir>/tests/importers/{hostile,order,papergraph,real-order,topics-in-any-order}.test.ts",
    "<rootDir>/tests/{filter,paging,search}.property.test.ts",
    "<rootDir>/tests/trending-replay.test.ts",
  ],
  globals: { isMany: true },
};
