import { readdirSync } from "node:fs";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import importX from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/**
 * The layers of src/, lowest first. A file may import from its own layer's folder and from the
 * layers below, never upwards; folders in one row know nothing of each other.
 */
const layers = [
  [
    "types.ts",
    "channels.ts",
    "contract.ts",
    "defaults.ts",
    "errors.ts",
    "env.ts",
    "logger.ts",
    "recent-ids.ts",
    "replay-filter.ts",
    "version.ts",
  ],
  ["protocol"],
  ["options.ts", "link.ts", "delivery.ts", "events.ts"],
  ["queue-handover.ts"],
  [
    ...["transport", "tabs", "subscriptions.ts", "auth-state.ts"],
    ...["publisher.ts", "queries.ts", "queue-wait.ts"],
  ],
  ["client.ts"],
  ["comet-api.ts"],
  ["legacy"],
  ["page-globals.ts"],
  ["doctor.ts"],
  ["index.ts", "global.ts", "doctor-global.ts"],
];

const strangers = readdirSync(new URL("src", import.meta.url)).filter(
  (name) => name !== "dev-server" && !layers.flat().includes(name),
);
if (strangers.length)
  throw new Error(`In no layer of eslint.config.mjs: src/${strangers.join(", src/")}`);

const message = "Imports in src/ go one way; see the list of layers in eslint.config.mjs.";

/** For each part, everything above it and beside it is forbidden. The lowest row may mix. */
function layerZones() {
  return layers.flatMap((row, level) =>
    row.map((part) => ({
      target: `./src/${part}`,
      from: [
        ...layers.slice(level + 1).flat(),
        ...(level === 0 ? [] : row.filter((other) => other !== part)),
        "dev-server",
      ].map((other) => `./src/${other}`),
      message,
    })),
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
          project: ["tsconfig.json", "src/dev-server/tsconfig.json"],
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
            // Tests of the client against the server mean something only while it shares nothing.
            { target: "./src/dev-server", from: "./src", except: ["./dev-server"], message },
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
    files: ["src/**/*.ts"],
    rules: {
      "max-lines": ["error", { max: 270, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", 40],
    },
  },
  {
    // Private members begin with an underscore, and only they: the build shortens such names.
    files: ["src/**/*.ts"],
    ignores: ["src/dev-server/**"],
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
          filter: { regex: "^(_cometApi_uuid|_cometServerApi)$", match: false },
        },
      ],
    },
  },
  {
    // reconnecting-websocket has traps; one file knows them.
    files: ["src/**/*.ts"],
    ignores: ["src/transport/socket-link.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: ["reconnecting-websocket*"] }] },
  },
  {
    // The console belongs to the logger, in Node to the commands.
    files: ["src/logger.ts", "src/dev-server/cli.ts", "scripts/**", "bench/**"],
    rules: { "no-console": "off" },
  },
  {
    // Stand-ins for classes of the browser.
    files: ["test/**"],
    rules: { "@typescript-eslint/no-extraneous-class": "off" },
  },
  {
    files: ["src/global.ts", "src/comet-api.ts", "src/transport/**", "src/protocol/**"],
    rules: { "no-restricted-globals": ["error", "event", "name", "status"] },
  },
);
