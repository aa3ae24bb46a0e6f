/**
 * `npm run bench`: how long a page waits for the connection. Compares, in Chromium and on the same
 * page, `start()` until the authorisation is known with a bare WebSocket until its first frame,
 * which tells the authorisation. Fails if the library takes over 1.5 times as long.
 */
import { parseArgs } from "node:util";
import { ensureInstalled } from "../scripts/install.mjs";

const RUNS = 60;
const WARM_UP = 10;
const MAX_RATIO = 1.5;

const USAGE = `Usage: npm run bench [-- --json]

Times start() of dist/CometServerApi.min.js against a bare WebSocket: ${RUNS} alternating runs of
each, after ${WARM_UP} that do not count. Ends with code 1 if the ratio of medians is over ${MAX_RATIO}.

  --json   prints the figures as JSON
  --help   this text
`;

/** Runs in the page: times a new instance until it knows the authorisation. */
function timeLibrary() {
  return new Promise((resolve) => {
    const api = new window.cometServerApi();
    api.onAuthFail(() => {
      const time = performance.now() - start;
      api.stop();
      resolve(time);
    });
    const start = performance.now();
    api.start({ node: location.host });
  });
}

/** Runs in the page: times a bare WebSocket until its first frame. */
function timeBare() {
  const url = new window.cometServerApi().getUrl(location.host);
  return new Promise((resolve) => {
    const start = performance.now();
    const socket = new WebSocket(url);
    socket.onmessage = () => {
      const time = performance.now() - start;
      socket.close();
      resolve(time);
    };
  });
}

/** Resolves when the server has no connection, so that runs do not overlap. */
function untilEmpty(comet) {
  return new Promise((resolve) => {
    const check = () => {
      if (comet.connections.length > 0) return;
      end();
      resolve();
    };
    const end = comet.on("disconnect", check);
    check();
  });
}

async function measure(page, comet) {
  const times = { bare: [], library: [] };
  for (let run = -WARM_UP; run < RUNS; run++) {
    const pair = [
      ["bare", timeBare],
      ["library", timeLibrary],
    ];
    // The order changes with each run.
    for (const [name, time] of run % 2 ? pair : pair.reverse()) {
      const result = await page.evaluate(time);
      await untilEmpty(comet);
      if (run >= 0) times[name].push(result);
    }
  }
  return times;
}

function summary(times) {
  const sorted = [...times].sort((one, other) => one - other);
  const at = (part) => {
    const place = part * (sorted.length - 1);
    return (sorted[Math.floor(place)] + sorted[Math.ceil(place)]) / 2;
  };
  const round = (value) => Math.round(value * 100) / 100;
  return { median: round(at(0.5)), p10: round(at(0.1)), p90: round(at(0.9)) };
}

function print({ bare, library, ratio }) {
  const row = (...cells) => cells.map((cell) => String(cell).padStart(12)).join("");
  console.log(row("ms", "median", "10 %", "90 %"));
  for (const [name, { median, p10, p90 }] of Object.entries({ bare, library }))
    console.log(row(name, ...[median, p10, p90].map((value) => value.toFixed(2))));
  console.log(`\nratio of medians ${ratio.toFixed(2)}, at most ${MAX_RATIO} (${RUNS} runs each)`);
}

async function run() {
  const { launchBrowser, VISIBLE } = await import("./browser.mjs");
  const { startDemo } = await import("../examples/demo-server.mjs");
  const { address, comet, close } = await startDemo();
  const browser = await launchBrowser();
  try {
    const profile = await browser.newProfile();
    const page = await profile.open(address, VISIBLE);
    await page.addScript("/CometServerApi.min.js");
    const times = await measure(page, comet);
    const [bare, library] = [summary(times.bare), summary(times.library)];
    return { runs: RUNS, bare, library, ratio: library.median / bare.median };
  } finally {
    await browser.close();
    await close();
  }
}

async function main() {
  const options = { json: { type: "boolean" }, help: { type: "boolean" } };
  const { values } = parseArgs({ options });
  if (values.help) return console.log(USAGE);
  ensureInstalled();
  const result = await run();
  if (values.json) console.log(JSON.stringify({ ...result, maxRatio: MAX_RATIO }, null, 2));
  else print(result);
  if (result.ratio > MAX_RATIO) process.exitCode = 1;
}

main().catch((error) => {
  console.error(`npm run bench: ${error.message}`);
  process.exitCode = 1;
});
