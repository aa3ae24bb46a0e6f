/**
 * `npm test`: installs what is missing, then checks everything. `npm test -- unit size` runs only
 * the checks named, `npm test -- quick` those that take less than a minute together. The last line
 * counts tests and checks: `N passed, N failed`.
 */
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ensureBrowsers } from "./browsers.mjs";
import { ensureInstalled } from "./install.mjs";

const bin = (name, ...args) => [`node_modules/.bin/${name}`, ...args];
const REPORTS = "test-results/reports";

/** Each check is a command, which is good if its exit code is 0, or a Vitest project. */
const checks = {
  lint: bin("eslint", "."),
  unit: "vitest",
  types: ["npm", "run", "--silent", "types"],
  format: bin("prettier", "--check", "."),
  simulation: "vitest",
  node: "vitest",
  "older-server": "vitest",
  size: ["npm", "run", "--silent", "size"],
  compat: ["npm", "run", "--silent", "compat"],
  package: ["npm", "run", "--silent", "package"],
  dist: ["node", "scripts/check-dist.mjs"],
  browser: "vitest",
  faults: "vitest",
  "faults-cluster": "vitest",
  "faults-channels": "vitest",
  firefox: "vitest",
  webkit: "vitest",
};

/** The checks to run after each change. */
const QUICK = ["lint", "unit", "types", "format"];

/** The browsers of checks. These run last. */
const BROWSERS = {
  browser: "chromium",
  faults: "chromium",
  "faults-cluster": "chromium",
  "faults-channels": "chromium",
  firefox: "firefox",
  webkit: "webkit",
};
const hasBrowser = (name) => Object.hasOwn(BROWSERS, name);

/** @param isLive whether the output is printed at once. @returns whether the exit code was 0. */
function run(command, args, isLive) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: isLive ? "inherit" : ["ignore", "pipe", "pipe"] });
    const output = [];
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (data) => output.push(data));
    const end = (isGood) => {
      process.stdout.write(Buffer.concat(output));
      resolve(isGood);
    };
    child.on("error", ({ message }) => {
      console.error(message);
      end(false);
    });
    child.on("close", (status) => end(status === 0));
  });
}

/** Runs a Vitest project. A project that could not even start counts as one failure. */
async function runTests(project, isLive) {
  const report = `${REPORTS}/${project}.json`;
  const [command, ...args] = bin("vitest", "run", "--project", project);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const isGood = await run(command, [...args, ...reporters], isLive);
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

/**
 * Tests that did not pass, with their messages. Printed last, so that a cut log shows them, too.
 */
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

/** A message without those lines of its stack that are in node_modules. */
const withoutTools = (message) =>
  message
    .split("\n")
    .filter((line) => !/^\s+at .*node_modules/.test(line))
    .join("\n");

async function runCheck(name, isLive) {
  console.log(`\n--- ${name}`);
  const check = checks[name];
  if (check === "vitest") return { name, ...(await runTests(name, isLive)) };
  const [command, ...args] = check;
  const isGood = await run(command, args, isLive);
  return { name, passed: isGood ? 1 : 0, failed: isGood ? 0 : 1 };
}

/** Runs `count` checks at a time. If that is more than one, each prints when it has ended. */
async function runSome(names, count) {
  const rest = [...names];
  const results = [];
  const runOneByOne = async () => {
    while (rest.length) results.push(await runCheck(rest.shift(), count === 1));
  };
  await Promise.all(Array.from({ length: count }, runOneByOne));
  return results;
}

async function runChecks(names) {
  const engines = names.filter((name) => name === BROWSERS[name]);
  const timed = names.filter((name) => hasBrowser(name) && !engines.includes(name));
  const others = names.filter((name) => !hasBrowser(name));
  const results = await runSome(others, others.length > 1 ? 2 : 1);
  // These measure how soon something happens, so each runs alone.
  results.push(...(await runSome(timed, 1)));
  return [...results, ...(await runSome(engines, engines.length > 1 ? 2 : 1))];
}

async function main(names) {
  process.chdir(fileURLToPath(new URL("..", import.meta.url)));
  const unknown = names.find((name) => !Object.hasOwn(checks, name) && names.join() !== "quick");
  if (unknown !== undefined)
    throw new Error(`There is no check "${unknown}": quick, ${Object.keys(checks).join(", ")}`);

  ensureInstalled();
  const selected = names.join() === "quick" ? QUICK : names.length ? names : Object.keys(checks);
  await ensureBrowsers(selected.filter(hasBrowser).map((name) => BROWSERS[name]));

  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });
  const results = await runChecks(selected);
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
