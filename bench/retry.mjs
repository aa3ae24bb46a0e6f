/**
 * A part of `npm run bench`: how browsers come back after an outage. Simulates a server that drops
 * 10,000 browsers at the same moment and refuses them for a time, once with the rule that ships
 * (src/connection/retry.ts) and once with full jitter over a doubling ceiling.
 */
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { ensureInstalled } from "../scripts/install.mjs";

const BROWSERS = 10_000;
const OUTAGES_S = [0, 0.3, 1, 3, 10, 30, 60, 300];
/** An attempt takes a random time below this, whether it is refused or succeeds. */
const MAX_ATTEMPT_MS = 100;
const SEED = 1;

const MAX_MEDIAN_S = (outage) => 0.3 * outage + 0.3;
const MAX_WORST_S = (outage) => 0.5 * outage + 1;

const USAGE = `Usage: node bench/retry.mjs [options]

Simulates ${BROWSERS} browsers that lose their server at the same moment. Ends with code 1 when half
of them are back later than 0.3 of the outage and 0.3 s after it, or one later than 0.5 and 1 s.

  --json   prints the figures as JSON
  --help   this text
`;

/** Loads the rule that ships. It is TypeScript, so esbuild makes a module of it. */
async function loadRule() {
  const { build } = await import("esbuild");
  const source = fileURLToPath(new URL("../src/connection/retry.ts", import.meta.url));
  const options = { entryPoints: [source], bundle: true, format: "esm", write: false };
  const { outputFiles } = await build(options);
  const code = Buffer.from(outputFiles[0].contents).toString("base64");
  return (await import(`data:text/javascript;base64,${code}`)).retryDelay;
}

function fullJitter(_outageMs, random, failures) {
  return random * Math.min(30_000, 1_000 * 2 ** (failures - 1));
}

/** Random numbers from 0 to 1 that are the same in every run (mulberry32). */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One browser: the times of its attempts and of its connection, in ms since it lost the server. */
function comeBack(rule, outageMs, random) {
  const attempts = [];
  for (let now = 0; ;) {
    now += rule(now, random(), attempts.length + 1);
    attempts.push(now);
    const isBack = now >= outageMs;
    now += random() * MAX_ATTEMPT_MS;
    if (isBack) return { attempts, connected: now };
  }
}

/** @param sorted times in milliseconds. @returns the most times within `withinMs`. */
function peakOf(sorted, withinMs) {
  let peak = 0;
  for (let from = 0, to = 0; to < sorted.length; to++) {
    while (sorted[to] - sorted[from] >= withinMs) from++;
    peak = Math.max(peak, to - from + 1);
  }
  return peak;
}

function simulate(rule, outage) {
  const random = randomFrom(SEED);
  const browsers = Array.from({ length: BROWSERS }, () => comeBack(rule, outage * 1_000, random));
  const ascending = (one, other) => one - other;
  const connected = browsers.map((browser) => browser.connected).sort(ascending);
  const attempts = browsers.flatMap((browser) => browser.attempts).sort(ascending);
  const after = (index) => connected[index] / 1_000 - outage;
  return {
    median: after(BROWSERS / 2),
    worst: after(BROWSERS - 1),
    connectionsPerSecond: peakOf(connected, 1_000),
    connectionsPerTenth: peakOf(connected, 100),
    attemptsPerSecond: peakOf(attempts, 1_000),
    attemptsPerBrowser: attempts.length / BROWSERS,
  };
}

function isGood({ outage, ours }) {
  return ours.median <= MAX_MEDIAN_S(outage) && ours.worst <= MAX_WORST_S(outage);
}

const row = (name, ...cells) => name.padEnd(20) + cells.map((cell) => cell.padStart(12)).join("");

function printRule(name, figures) {
  const { median, worst, connectionsPerSecond, connectionsPerTenth } = figures;
  const { attemptsPerSecond, attemptsPerBrowser } = figures;
  const times = [median, worst].map((time) => `${time.toFixed(2)} s`);
  const peaks = [connectionsPerSecond, connectionsPerTenth, attemptsPerSecond].map(String);
  console.log(row(name, ...times, ...peaks, attemptsPerBrowser.toFixed(1)));
}

function print(results) {
  console.log(`${BROWSERS} browsers after an outage: the wait after the server is back, the most`);
  console.log("connections in 1 s and in 0.1 s, the most attempts in 1 s (refused ones, too), and");
  console.log("the attempts of a browser\n");
  console.log(row("", "median", "worst", "conn./1 s", "conn./0.1 s", "att./1 s", "attempts"));
  for (const { outage, ours, jitter } of results) {
    printRule(`${outage} s: this library`, ours);
    printRule("  full jitter", jitter);
    const limits = [MAX_MEDIAN_S(outage), MAX_WORST_S(outage)];
    console.log(row("  at most", ...limits.map((limit) => `${limit.toFixed(2)} s`)));
  }
}

async function main() {
  const options = { json: { type: "boolean" }, help: { type: "boolean" } };
  const { values } = parseArgs({ options });
  if (values.help) return console.log(USAGE);
  ensureInstalled();
  const retryDelay = await loadRule();
  const results = OUTAGES_S.map((outage) => ({
    outage,
    ours: simulate(retryDelay, outage),
    jitter: simulate(fullJitter, outage),
  }));
  if (values.json) console.log(JSON.stringify(results, null, 2));
  else print(results);
  if (!results.every(isGood)) process.exitCode = 1;
}

main().catch((error) => {
  console.error(`npm run bench: ${error.message}`);
  process.exitCode = 1;
});
