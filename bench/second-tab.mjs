/**
 * How soon a second tab knows whether the visitor is authorised: from `start()` until `onAuthFail`,
 * in a document that was just loaded. For comparison, in other documents of that tab: a bare
 * BroadcastChannel's round trip to the first tab, and a bare WebSocket until its first frame.
 */
import { VISIBLE } from "./browser.mjs";
import { row, summary } from "./figures.mjs";

export const MAX_READY_MS = 30;

/** Runs in the first tab. */
function prepareFirst() {
  const echo = new BroadcastChannel("echo");
  echo.onmessage = () => echo.postMessage("");
  window.cometApi.start({ node: location.host });
}

/** Run in the second tab, each in a new document. */
const WAYS = {
  ours: () =>
    new Promise((resolve) => {
      const start = performance.now();
      window.cometApi.onAuthFail(() => resolve(performance.now() - start));
      window.cometApi.start({ node: location.host });
    }),
  channel: () =>
    new Promise((resolve) => {
      const start = performance.now();
      const echo = new BroadcastChannel("echo");
      echo.onmessage = () => resolve(performance.now() - start);
      echo.postMessage("");
    }),
  socket: () =>
    new Promise((resolve) => {
      const start = performance.now();
      window.bench.connect("bench", undefined, () => resolve(performance.now() - start));
    }),
};

/** @returns for each way the summary of its times. */
export async function measureSecondTab({ browser, site, runs }) {
  const profile = await browser.newProfile();
  const first = await profile.open(site.url("/tab"), VISIBLE);
  await first.evaluate(prepareFirst);
  await first.until(() => window.cometApi.isMaster() && window.cometApi.isConnected());
  const second = await profile.open(site.url("/tab"), VISIBLE);
  const times = { ours: [], channel: [], socket: [] };
  for (let run = -2; run < runs; run++)
    for (const [name, way] of Object.entries(WAYS)) {
      await second.navigate(site.url("/tab"));
      const time = await second.evaluate(way);
      if (run >= 0) times[name].push(time);
    }
  await profile.dispose();
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, summary(all)]));
}

const NAMES = {
  ours: "start() to onAuthFail",
  channel: "bare BroadcastChannel, round trip",
  socket: "bare WebSocket, first frame",
};

export function printSecondTab(results) {
  console.log("\nSecond tab ready, ms");
  console.log(row("", "median", "10 %", "90 %", "worst"));
  for (const [name, { median, p10, p90, worst }] of Object.entries(results))
    console.log(row(NAMES[name], ...[median, p10, p90, worst].map((value) => value.toFixed(1))));
  console.log(`median at most ${MAX_READY_MS} (${results.ours.count} runs each)`);
}

export const isSecondTabGood = ({ ours }) => ours.median <= MAX_READY_MS;
