/**
 * `npm test`: installs what is missing, then checks everything. `npm test -- unit size` runs only
 * the checks named. The last line counts tests and checks: `N passed, N failed`.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ensureInstalled } from "./install.mjs";

const bin = (name, ...args) => [`node_modules/.bin/${name}`, ...args];
const REPORTS = "test-results/reports";

/** One check each: a command, for which its exit code counts, or a Vitest project. */
const checks = {
  format: bin("prettier", "--check", "."),
  lint: bin("eslint", "."),
  types: ["npm", "run", "--silent", "types"],
  unit: "vitest",
  integration: "vitest",
  "older-server": "vitest",
  browser: "vitest",
  tabs: "vitest",
  size: ["npm", "run", "--silent", "size"],
  package: ["npm", "run", "--silent", "package"],
  dist: ["node", "scripts/check-dist.mjs"],
};

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: "inherit" });
  if (error) console.error(error.message);
  return status === 0;
}

/** Runs a Vitest project. A project that could not even start counts as one failure. */
function runTests(project) {
  const report = `${REPORTS}/${project}.json`;
  const [command, ...args] = bin("vitest", "run", "--project", project);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const isGood = run(command, [...args, ...reporters]);
  try {
    const {
      numPassedTests: passed,
      numTotalTests: total,
      testResults,
    } = JSON.parse(readFileSync(report));
    const faults = faultsOf(testResults);
    if (!isGood && !faults.length) faults.push("Vitest failed, though no test did: see above");
    // A test that was left out counts as failed.
    return { passed, failed: Math.max(total - passed, isGood ? 0 : 1), faults };
  } catch (error) {
    return { passed: 0, failed: 1, faults: [error.message] };
  }
}

/** What did not pass, each with its message: repeated at the end, where a cut log still shows it. */
function faultsOf(files) {
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  return [
    ...files.filter(({ message }) => message).map(({ name, message }) => `${name}\n${message}`),
    ...tests
      .filter(({ status }) => status !== "passed")
      .map(({ fullName, status, failureMessages }) =>
        [`${fullName} (${status})`, ...(failureMessages ?? []).map(withoutTools)].join("\n"),
      ),
  ];
}

/** A message's stack without the lines of the test runner. */
const withoutTools = (message) =>
  message
    .split("\n")
    .filter((line) => !/^\s+at .*node_modules/.test(line))
    .join("\n");

function runCheck(name) {
  console.log(`\n--- ${name}`);
  const check = checks[name];
  if (check === "vitest") return runTests(name);
  const [command, ...args] = check;
  return run(command, args) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function main(names) {
  process.chdir(fileURLToPath(new URL("..", import.meta.url)));
  const unknown = names.find((name) => !Object.hasOwn(checks, name));
  if (unknown !== undefined)
    throw new Error(`There is no check "${unknown}": ${Object.keys(checks).join(", ")}`);

  ensureInstalled();
  const selected = names.length ? names : Object.keys(checks);
  if (selected.includes("browser") || selected.includes("tabs"))
    await (await import("./chromium.mjs")).ensureChromium();

  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });
  const results = selected.map((name) => ({ name, ...runCheck(name) }));
  for (const { name, faults = [] } of results)
    for (const fault of faults) console.log(`\n--- ${name}: ${fault}`);
  console.log();
  for (const { name, passed, failed } of results)
    console.log(`${failed ? "FAIL" : "ok  "} ${name}: ${passed} passed, ${failed} failed`);
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  console.log(`\n${sum("passed")} passed, ${sum("failed")} failed`);
  process.exitCode = sum("failed") ? 1 : 0;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  console.log("\n0 passed, 1 failed");
  process.exitCode = 1;
}
