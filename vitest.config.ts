import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const BROWSER = {
  globalSetup: ["test/support/browser/setup.ts"],
  // One file at a time, because tests measure how soon something happens.
  fileParallelism: false,
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** The examples of docs/testing.md import the package by its name. */
const SOURCES = Object.entries({
  "comet-server-api": "src/index.ts",
  "comet-server-api/testing": "testing/index.ts",
  "comet-server-api/dev-server": "dev-server/index.ts",
}).map(([name, file]) => ({
  find: new RegExp(`^${name}$`),
  replacement: path(file),
}));

/** test/README.md says what each project is for, and how long it takes. */
export default defineConfig({
  test: {
    projects: [
      {
        // One part of src/ at a time, in memory.
        test: {
          name: "unit",
          environment: "node",
          include: ["test/unit/**/*.test.ts"],
          isolate: false,
          setupFiles: ["test/support/fresh-modules.ts"],
          testTimeout: 15_000,
        },
      },
      {
        // Several tabs on fakes of the browser; the tests set the time.
        test: {
          name: "simulation",
          environment: "jsdom",
          include: ["test/simulation/**/*.test.ts"],
          testTimeout: 15_000,
        },
      },
      {
        // The client and the development server over real sockets; the examples of unit tests.
        resolve: { alias: SOURCES },
        test: {
          name: "node",
          environment: "node",
          include: ["test/node/**/*.test.ts", "examples/testing/*.test.ts"],
          testTimeout: 30_000,
          provide: { profile: "current" },
        },
      },
      {
        // A part of `node`, against a server before version 4.
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
        // The files in dist/, in pages of Chromium.
        resolve: {
          alias: {
            "@playwright/test": path("test/support/browser/playwright.ts"),
          },
        },
        test: {
          ...BROWSER,
          name: "browser",
          environment: "node",
          provide: { engine: "chromium", shape: "node" },
          include: ["test/browser/**/*.test.ts"],
        },
      },
      {
        // Several tabs of one profile that crash, freeze, sleep and lose the network.
        test: {
          ...BROWSER,
          name: "faults",
          environment: "node",
          provide: { engine: "chromium", shape: "node" },
          include: ["test/faults/**/*.test.ts"],
          // A failure lists all that the tabs did wrong.
          chaiConfig: { truncateThreshold: 0 },
        },
      },
      // The faults with other connections: one socket for each of two nodes, four for 100 channels.
      ...(["cluster", "channels"] as const).map((shape) => ({
        test: {
          ...BROWSER,
          name: `faults-${shape}`,
          environment: "node",
          provide: { engine: "chromium" as const, shape },
          include: ["faults-ends", "faults-network", "faults-stalls", "failovers", "recovery"].map(
            (name) => `test/faults/${name}.test.ts`,
          ),
          chaiConfig: { truncateThreshold: 0 },
        },
      })),
      // What every engine has to do. In Chromium, `browser` and `faults` say the same and more.
      ...(["firefox", "webkit"] as const).map((engine) => ({
        test: {
          ...BROWSER,
          name: engine,
          environment: "node",
          provide: { engine, shape: "node" as const },
          include: ["test/engines/**/*.test.ts"],
          chaiConfig: { truncateThreshold: 0 },
        },
      })),
    ],
  },
});
