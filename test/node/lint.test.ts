import { ESLint } from "eslint";
import { expect, it } from "vitest";

const eslint = new ESLint();

/** The rules that a text breaks in the place of `file`. */
async function broken(file: string, text: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath: file });
  return (result?.messages ?? []).map(({ ruleId }) => ruleId);
}

it.each([
  ["src/platform/ids.ts", 'import "../api/comet-api";', "import-x/no-restricted-paths"],
  ["src/client/version.ts", 'import "./client";', "import-x/no-cycle"],
  ["src/index.ts", 'import "./react/hooks";', "import-x/no-restricted-paths"],
  ["src/api/types.ts", 'import "../protocol/limits";', "import-x/no-restricted-paths"],
  ["src/tabs/link.ts", 'import "../connection/session";', "import-x/no-restricted-paths"],
  ["src/connection/retry.ts", 'import "../tabs/term";', "import-x/no-restricted-paths"],
  ["src/api/comet-api.ts", 'import "../../dev-server/index";', "import-x/no-restricted-paths"],
  [
    "dev-server/core/escape.ts",
    'import "../../src/protocol/payload";',
    "import-x/no-restricted-paths",
  ],
  ["dev-server/core/escape.ts", 'import "../listen";', "import-x/no-restricted-paths"],
  ["dev-server/core/escape.ts", 'import "node:crypto";', "no-restricted-imports"],
  ["dev-server/core/escape.ts", 'import "../../testing/index";', "import-x/no-restricted-paths"],
  ["src/index.ts", 'import "../testing/index";', "import-x/no-restricted-paths"],
  ["testing/create.ts", 'import "../dev-server/index";', "import-x/no-restricted-paths"],
  ["testing/create.ts", 'import "../src/client/client";', "import-x/no-restricted-paths"],
  ["testing/create.ts", 'import "node:http";', "no-restricted-imports"],
  ["src/tabs/link.ts", 'import "reconnecting-websocket";', "no-restricted-imports"],
  ["src/tabs/link.ts", 'import "reconnecting-websocket/dist/x.js";', "no-restricted-imports"],
  ["src/tabs/link.ts", "console.log(1);", "no-console"],
  ["src/tabs/link.ts", "eval('1');", "no-eval"],
])("lint refuses in %s: %s (%s)", async (file, text, rule) => {
  expect(await broken(file, text)).toContain(rule);
});
