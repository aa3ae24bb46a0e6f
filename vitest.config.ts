import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          environment: "jsdom",
          testTimeout: 15_000,
          include: ["test/unit/**/*.test.ts", "test/simulation/**/*.test.ts"],
        },
      },
      {
        test: {
          name: "integration",
          environment: "node",
          include: ["test/node/**/*.test.ts"],
          testTimeout: 30_000,
          provide: { profile: "current" },
        },
      },
      {
        // The same against a server before version 4.
        test: {
          name: "older-server",
          environment: "node",
          include: ["api", "channels", "connection", "reconnection"].map(
            (name) => `test/node/${name}.test.ts`,
          ),
          testTimeout: 30_000,
          provide: { profile: "3" },
        },
      },
      {
        test: {
          name: "tabs",
          // What tabs did wrong is told whole.
          chaiConfig: { truncateThreshold: 0 },
          environment: "node",
          include: ["test/faults/**/*.test.ts"],
          globalSetup: ["test/browser/global-setup.ts"],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "browser",
          environment: "node",
          include: ["test/browser/**/*.test.ts"],
          globalSetup: ["test/browser/global-setup.ts"],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
