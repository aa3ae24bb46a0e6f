import { defineConfig } from "vitest/config";

/** What many seeds or long times repeat: too slow to run for each of thousands of mutants. */
const SLOW = ["bad-*", "foreign-messages", "shared-link-{chaos,fuzz,sleep,visible}"];

/** Over real sockets: what pages and applications ask of `client/`. */
const NODE = ["api", "channels", "connection", "keys", "presence", "promises", "recovery", "state"];

/** The tests that run for each mutant, the quick ones first. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          environment: "node",
          include: ["test/unit/**/*.test.ts"],
          exclude: ["test/unit/protocol/fuzz.test.ts"],
          setupFiles: ["test/support/fresh-modules.ts"],
          testTimeout: 15_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "simulation",
          environment: "jsdom",
          include: ["test/simulation/**/*.test.ts"],
          exclude: SLOW.map((name) => `test/simulation/${name}.test.ts`),
          testTimeout: 15_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "node",
          environment: "node",
          include: NODE.map((name) => `test/node/${name}.test.ts`),
          testTimeout: 30_000,
          provide: { profile: "current" },
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
