/**
 * `npm run mutation`: changes the code in thousands of ways, and says which changes no unit test notices.
 * Takes hours; `npm run mutation -- --mutate "src/protocol/*.ts"` tries a part.
 */
export default {
  testRunner: "vitest",
  vitest: { configFile: "vitest.mutation.config.ts" },
  mutate: ["src/{protocol,connection,tabs,client}/**/*.ts"],
  coverageAnalysis: "perTest",
  // What runs at import time only, such as tables: its mutants need all tests, and most of the time.
  ignoreStatic: true,
  incremental: true,
  incrementalFile: "test-results/mutation.json",
  htmlReporter: { fileName: "test-results/mutation.html" },
  reporters: ["progress", "clear-text", "html"],
  tempDirName: "test-results/mutation",
  thresholds: { high: 90, low: 85, break: 85 },
  concurrency: 2,
  timeoutMS: 20_000,
};
