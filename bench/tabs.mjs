/**
 * A part of `npm run bench`: what it costs that all tabs share one connection. Measures in
 * Chromium, and compares each result with the least that the browser itself needs for it in the
 * same run.
 */
import { parseArgs } from "node:util";
import { ensureInstalled } from "../scripts/install.mjs";

const USAGE = `Usage: node bench/tabs.mjs [fresh|relay|burst|second|failover …] [options]

Measures what is named, or all: how soon a page that was just loaded is connected, what the way
through another tab costs a message and a burst of them, how soon a second tab is ready, and how long
messages fail to come when the tab that holds the connection ends. Ends with code 1 if something
takes longer than it may.

  --quick        a few runs of each, for a first look
  --way TEXT     failover: only the ways whose name contains this (Lock, storage, messages)
  --fault TEXT   failover: only these faults (close, navigate, reload, freeze, crash)
  --hidden       failover: all tabs are in the background, where timers are slow
  --long         failover: also a process that is stopped (9 s each)
  --dist FOLDER  measures another build
  --json         prints the figures as JSON
  --help         this text
`;

const OPTIONS = {
  quick: { type: "boolean", default: false },
  hidden: { type: "boolean", default: false },
  long: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
  way: { type: "string", default: "" },
  fault: { type: "string", default: "" },
  dist: { type: "string" },
};

/** For each part: the functions that measure, print, and judge. */
async function parts() {
  const fresh = await import("./fresh-page.mjs");
  const relay = await import("./relay.mjs");
  const burst = await import("./burst.mjs");
  const second = await import("./second-tab.mjs");
  const failover = await import("./failover.mjs");
  return {
    fresh: [fresh.measureFreshPage, fresh.printFreshPage, fresh.isFreshPageGood],
    relay: [relay.measureRelay, relay.printRelay, relay.isRelayGood],
    burst: [burst.measureBurst, burst.printBurst, burst.isBurstGood],
    second: [second.measureSecondTab, second.printSecondTab, second.isSecondTabGood],
    failover: [failover.measureFailover, failover.printFailover, failover.isFailoverGood],
  };
}

async function measure(names, values) {
  const { launchBrowser } = await import("./browser.mjs");
  const { startSite } = await import("./site.mjs");
  const known = await parts();
  const unknown = names.find((name) => !Object.hasOwn(known, name));
  if (unknown) throw new Error(`There is no part "${unknown}": ${Object.keys(known).join(", ")}`);
  const { quick, long: isLong, hidden: isHidden, way, fault, json, dist } = values;
  const counts = { pairs: quick ? 100 : 400, runs: quick ? 10 : 30, repetitions: quick ? 3 : 15 };
  const site = await startSite(dist);
  const browser = await launchBrowser();
  const results = {};
  try {
    for (const name of names.length ? names : Object.keys(known)) {
      const [run, print, isGood] = known[name];
      results[name] = await run({ browser, site, isLong, isHidden, way, fault, ...counts });
      if (!json) print(results[name]);
      if (!isGood(results[name])) process.exitCode = 1;
    }
  } finally {
    await browser.close();
    await site.close();
  }
  if (json) console.log(JSON.stringify(results, null, 2));
}

async function main() {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
  if (values.help) return console.log(USAGE);
  ensureInstalled();
  return measure(positionals, values);
}

main().catch((error) => {
  console.error(`bench/tabs.mjs: ${error.message}`);
  process.exitCode = 1;
});
