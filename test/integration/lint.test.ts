import { ESLint } from "eslint";
import { expect, it } from "vitest";

/** The rules that a text breaks where it stands in the place of `file`. */
async function broken(file: string, text: string): Promise<(string | null)[]> {
  const [result] = await new ESLint().lintText(text, { filePath: file });
  return (result?.messages ?? []).map(({ ruleId }) => ruleId);
}

it.each([
  ["src/recent-ids.ts", 'import "./comet-api";', "import-x/no-restricted-paths"],
  ["src/recent-ids.ts", 'import "./comet-api";', "import-x/no-cycle"],
  ["src/publisher.ts", 'import "./queries";', "import-x/no-restricted-paths"],
  ["src/link.ts", 'export * from "./transport/session";', "import-x/no-restricted-paths"],
  ["src/comet-api.ts", 'import "./dev-server/index";', "import-x/no-restricted-paths"],
  ["src/dev-server/escape.ts", 'import "../protocol/payload";', "import-x/no-restricted-paths"],
  ["src/link.ts", 'import "reconnecting-websocket";', "no-restricted-imports"],
  ["src/link.ts", 'import "reconnecting-websocket/dist/x.js";', "no-restricted-imports"],
  ["src/link.ts", "console.log(1);", "no-console"],
  ["src/link.ts", "eval('1');", "no-eval"],
])("%s may not hold %s (%s)", async (file, text, rule) => {
  expect(await broken(file, text)).toContain(rule);
});
