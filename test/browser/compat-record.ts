/** Which test proves which name, in which kind of tab; and docs/compat.md, which is made of it. */
import { readFileSync, writeFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import type { RunnerTestCase } from "vitest";
import { GROUPS, type CompatName } from "./compat-names";
import type { Subject } from "./contract-page";

const TABLE = new URL("../../docs/compat.md", import.meta.url);

const INTRODUCTION = `# Compatibility with CometServerApi.js

What a page of \`CometServerApi.js\` may rely on, and the tests of it. The tests run with both script
files, each in a tab that holds the connection and in a tab that shares it; a test fails if a name is
not proven in all four. \`UPDATE_DOCS=1 npm test -- browser\` writes this page.
`;

export const ROLES = ["leader", "follower"] as const;

const claims: CompatName[] = [];
/** Files of tests, by script file, role and name. */
const proofs = new Map<string, Set<string>>();

/** Says which names the running test proves. */
export function proves(...names: CompatName[]): void {
  claims.push(...names);
}

/**
 * To be called after each test. Returns the names that the test claims to prove and has not used.
 * @param seen what the test's pages used and were given.
 */
export function keepProofs(
  subject: Subject,
  { suite, result }: RunnerTestCase,
  seen: ReadonlySet<string>,
): string[] {
  const names = claims.splice(0);
  if (result?.state === "fail") return [];
  for (const name of names) proofsOf(subject, name).add(suite?.name ?? "");
  return names.filter((name) => {
    const trace = GROUPS.find(({ names: all }) => name in all)?.trace?.(name);
    return trace !== undefined && !seen.has(trace);
  });
}

/** Each name without a proof for this script file, in a tab of one of the roles. */
export function unproven(file: string): string[] {
  return allNames().flatMap((name) =>
    ROLES.filter((role) => !proofsOf({ file, role }, name).size).map(
      (role) => `${name}: in a ${role} with ${file}`,
    ),
  );
}

/** The page as it should be; the tests of either script file make the same. */
export async function createTable(file: string): Promise<string> {
  const tables = GROUPS.map(({ title, names }) => {
    const rows = Object.entries(names).map(([name, about]) => {
      const links = testsOf(file, name).map((test) => `[${test}]`);
      return row([`\`${name}\``, about, links.join(" ")]);
    });
    const head = row(["name", "what it does", "tests"]);
    return [`## ${title}`, "", head, row(["-", "-", "-"]), ...rows].join("\n");
  });
  const tests = new Set(allNames().flatMap((name) => testsOf(file, name)));
  const targets = [...tests].sort().map((test) => `[${test}]: ../test/browser/${test}.ts`);
  const text = [INTRODUCTION, ...tables, targets.join("\n")].join("\n\n");
  return format(text, { ...(await resolveConfig(TABLE)), parser: "markdown" });
}

/** The page as it is; with `UPDATE_DOCS=1` it is written first. */
export function readTable(expected: string): string {
  if (process.env["UPDATE_DOCS"]) writeFileSync(TABLE, expected);
  return readFileSync(TABLE, "utf8");
}

function allNames(): string[] {
  return GROUPS.flatMap(({ names }) => Object.keys(names));
}

/** Each role is proven, see `unproven`: the page does not say them apart. */
function testsOf(file: string, name: string): string[] {
  const tests = ROLES.flatMap((role) => [...proofsOf({ file, role }, name)]);
  return [...new Set(tests)].sort();
}

function proofsOf({ file, role }: Omit<Subject, "profile">, name: string): Set<string> {
  const key = [file, role, name].join("\n");
  const titles = proofs.get(key) ?? new Set();
  proofs.set(key, titles);
  return titles;
}

function row(cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
