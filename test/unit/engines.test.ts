import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { ABILITIES, type Ability, CANNOT, ENGINES } from "../support/browser/engines";

const DOCUMENT = new URL("../../docs/browsers.md", import.meta.url);

/** A row for each ability that an engine lacks, without the blanks that align the columns. */
function table(): string[] {
  const cell = (ability: Ability, engine: (typeof ENGINES)[number]) =>
    CANNOT[engine][ability] ?? "yes";
  const rows = (Object.keys(ABILITIES) as Ability[]).map((ability) => [
    ABILITIES[ability],
    ...ENGINES.map((engine) => cell(ability, engine)),
  ]);
  return [["to", ...ENGINES], ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}

it("docs/browsers.md says what a test cannot do in each engine", () => {
  const [, rest = ""] = readFileSync(DOCUMENT, "utf8").split("<!-- abilities -->");
  const [block = ""] = rest.split("<!-- end of abilities -->");
  const lines = block.split("\n").filter((line) => line.startsWith("|") && !line.includes("---"));
  expect(lines.map((line) => line.replace(/ +/g, " "))).toEqual(table());
});
