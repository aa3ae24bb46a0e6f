/** Which test proves which name, in which kind of tab; and the table of it. */
import { readFileSync, writeFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import type { RunnerTestCase } from "vitest";
import { GROUPS, type CompatName } from "./compat-names";
import type { Subject } from "./contract-page";

const TABLE = new URL("../../docs/compat.md", import.meta.url);

const INTRODUCTION = `# Compatibility with CometServerApi.js

What pages of \`CometServerApi.js\` may rely on, each with the tests (\`test/browser/\`) that prove it
for both script files, in a tab that holds the connection and in one that shares it. This table is
generated: \`UPDATE_DOCS=1 npm test -- browser\` writes it, and a test fails where it is out of date.
`;

const ROLES = ["master", "slave"] as const;

const claims: CompatName[] = [];
/** Titles of tests, by file, role and name. */
const proofs = new Map<string, Set<string>>();

/** Says what the present test proves. */
export function proves(...names: CompatName[]): void {
  claims.push(...names);
}

/**
 * To be called after each test. Returns what it claims to prove without having used it.
 * @param seen what its pages used and were given.
 */
export function keepProofs(
  subject: Subject,
  { name: title, result }: RunnerTestCase,
  seen: ReadonlySet<string>,
): string[] {
  const names = claims.splice(0);
  if (result?.state === "fail") return [];
  for (const name of names) proofsOf(subject, name).add(title);
  return names.filter((name) => {
    const trace = GROUPS.find(({ names: all }) => name in all)?.trace?.(name);
    return trace !== undefined && !seen.has(trace);
  });
}

/** Each name for which there is no proof with one of these files, in a master or in a slave. */
export function unproven(files: readonly string[]): string[] {
  return allNames().flatMap((name) =>
    files.flatMap((file) =>
      ROLES.filter((role) => !proofsOf({ file, role }, name).size).map(
        (role) => `${name}: in a ${role} tab with ${file}`,
      ),
    ),
  );
}

/** The table as it should be. */
export async function createTable(files: readonly string[]): Promise<string> {
  const tables = GROUPS.map(({ title, names }) => {
    const rows = Object.entries(names).map(([name, about]) => {
      const cells = ROLES.map((role) => titlesOf(files, role, name));
      return row([`\`${name}\``, about, ...cells]);
    });
    const head = row(["name", "what it does", "proof in a master", "proof in a slave"]);
    return [`## ${title}`, "", head, row(["-", "-", "-", "-"]), ...rows].join("\n");
  });
  const text = [INTRODUCTION, ...tables].join("\n\n");
  return format(text, { ...(await resolveConfig(TABLE)), parser: "markdown" });
}

/** The table as it is; with `UPDATE_DOCS=1` it is written first. */
export function readTable(expected: string): string {
  if (process.env["UPDATE_DOCS"]) writeFileSync(TABLE, expected);
  return readFileSync(TABLE, "utf8");
}

function allNames(): string[] {
  return GROUPS.flatMap(({ names }) => Object.keys(names));
}

function titlesOf(files: readonly string[], role: Subject["role"], name: string): string {
  const titles = files.flatMap((file) => [...proofsOf({ file, role }, name)]);
  return [...new Set(titles)].join(" · ");
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
