const swc = {
  jsc: {
    parser: { syntax: "typescript", decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: false, useDefineForClassFields: false },
    target: "es2023",
  },
};

module.exports = {
  testMatch: ["<rootDir>/tests/**/*.test.ts"],
  transform: { "\\.ts$": ["@swc/jest", swc] },
  globalSetup: "<rootDir>/tests/global-setup.ts",
  globalTeardown: "<rootDir>/tests/global-teardown.ts",
  modulePathIgnorePatterns: ["<rootDir>/dist/"],
  maxWorkers: 2, // jest's own choice on two cores is one
  testTimeout: 30_000,
};
