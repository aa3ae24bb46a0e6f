/**
 * `npm run mutation`: changes the code in thousands of ways, and says which changes no test notices.
 * Takes hours; `npm run mutation -- --mutate "src/protocol/*.ts"` tries a part. What survived, and why it
 * may, is in docs/mutation.md.
 */
export default {
  testRunner: "vitest",
  vitest: { configFile: "vitest.mutation.config.ts" },
  mutate: ["src/{protocol,connection,tabs,client}/**/*.ts"],
  coverageAnalysis: "perTest",
  // What runs at import time only, such as tables: its mutants need all tests.
  ignoreStatic: false,
  incremental: true,
  incrementalFile: "test-results/mutation.json",
  htmlReporter: { fileName: "test-results/mutation.html" },
  reporters: ["progress", "clear-text", "html"],
  tempDirName: "test-results/mutation",
  thresholds: { high: 90, low: 85, break: 85 },
  concurrency: 2,
  timeoutMS: 20_000,
};
