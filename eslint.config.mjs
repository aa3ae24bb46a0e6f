import { readdirSync } from "node:fs";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import importX from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/**
 * The layers of src/, lowest first. A folder may import from the layers below it; folders of one row
 * know nothing of each other.
 */
const layers = [
  ["platform"],
  ["protocol"],
  ["connection", "tabs"],
  ["client"],
  ["api"],
  ["legacy", "doctor"],
  ["index.ts", "legacy.ts", "script.ts", "doctor.ts", "doctor-script.ts"],
  // Uses the main entry, as an application does.
  ["react"],
  ["react.ts"],
];

/** What a user of the library names. Every folder may import it; it imports nothing else. */
const vocabulary = ["types.ts", "errors.ts", "channels.ts", "promises.ts", "options.ts"];

/** Exceptions: the files of a folder that folders beside and below it may import. */
const doors = { api: vocabulary, connection: ["connection.ts"], legacy: ["page-globals.ts"] };

const strangers = readdirSync(new URL("src", import.meta.url)).filter(
  (name) => !layers.flat().includes(name),
);
if (strangers.length)
  throw new Error(`In no layer of eslint.config.mjs: src/${strangers.join(", src/")}`);

const message = "Imports in src/ go one way; see the list of layers in eslint.config.mjs.";

/** Forbids each part to import the parts above and beside it. */
function layerZones() {
  return layers.flatMap((row, level) =>
    row.flatMap((part) =>
      [...row.filter((other) => other !== part), ...layers.slice(level + 1).flat()].map((from) => ({
        target: `./src/${part}`,
        from: `./src/${from}`,
        except: (doors[from] ?? []).map((file) => `./${file}`),
        message,
      })),
    ),
  );
}

export default tseslint.config(
  { ignores: ["**/dist/", "coverage/", "test-results/"] },
  ...tseslint.configs.strict,
  {
    plugins: { "import-x": importX },
    settings: {
      // Without it the cycle rule reads no TypeScript.
      "import-x/extensions": [".ts"],
      "import-x/resolver-next": [
        createTypeScriptImportResolver({
          noWarnOnMultipleProjects: true,
          project: ["tsconfig.json", "dev-server/tsconfig.json", "testing/tsconfig.json"],
        }),
      ],
    },
    rules: {
      "import-x/no-cycle": "error",
      "import-x/no-restricted-paths": [
        "error",
        {
          zones: [
            ...layerZones(),
            // A misunderstanding that client and server shared would not show in tests.
            { target: "./dev-server", from: "./src", message },
            { target: "./src", from: "./dev-server", message },
            // The testing entry joins the two. Nothing imports it.
            { target: ["./src", "./dev-server"], from: "./testing", message },
            { target: "./testing", from: "./dev-server", except: ["./core"], message },
            {
              target: "./testing",
              from: "./src",
              except: ["./api", "./connection/network.ts", "./platform"],
              message,
            },
            { target: "./dev-server/core", from: "./dev-server", except: ["./core"], message },
            {
              target: vocabulary.map((file) => `./src/api/${file}`),
              from: "./src",
              except: vocabulary.map((file) => `./api/${file}`),
              message,
            },
          ],
        },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-console": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
    },
  },
  {
    files: ["src/**/*.ts", "dev-server/**/*.ts", "testing/**/*.ts"],
    rules: {
      "max-lines": ["error", 250],
      "max-lines-per-function": ["error", 40],
    },
  },
  {
    // Private members begin with an underscore, and only they: the minifier shortens such names.
    files: ["src/**/*.ts"],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/naming-convention": [
        "error",
        {
          selector: "memberLike",
          modifiers: ["private"],
          format: null,
          leadingUnderscore: "require",
        },
        {
          selector: ["classProperty", "classMethod"],
          modifiers: ["public"],
          format: null,
          leadingUnderscore: "forbid",
        },
        {
          selector: ["typeProperty", "objectLiteralProperty"],
          modifiers: [],
          format: null,
          leadingUnderscore: "forbid",
          filter: { regex: "^_cometServerApi$", match: false },
        },
      ],
    },
  },
  {
    // reconnecting-websocket has traps, which only one file has to know.
    files: ["src/**/*.ts"],
    ignores: ["src/connection/socket.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: ["reconnecting-websocket*"] }] },
  },
  {
    // A browser can run it, too.
    files: ["dev-server/core/**", "testing/**"],
    rules: { "no-restricted-imports": ["error", { patterns: ["node:*", "ws"] }] },
  },
  {
    // Only the logger writes to the console; in Node, commands do.
    files: ["src/platform/console.ts", "dev-server/cli.ts", "scripts/**", "bench/**"],
    rules: { "no-console": "off" },
  },
  {
    // Stand-ins for classes of the browser.
    files: ["test/**"],
    rules: { "@typescript-eslint/no-extraneous-class": "off" },
  },
  {
    files: ["src/script.ts", "src/api/**", "src/connection/**", "src/protocol/**"],
    rules: { "no-restricted-globals": ["error", "event", "name", "status"] },
  },
);
