import { defineConfig } from "vitest/config";

/** The tests that run for each mutant: those in memory. */
export default defineConfig({
  test: {
    environment: "node",
    include: ["test/unit/**/*.test.ts"],
    setupFiles: ["test/support/fresh-modules.ts"],
    testTimeout: 15_000,
  },
});
