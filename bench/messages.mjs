/**
 * A part of `npm run bench`: what a message costs in the page, from the socket's event to the
 * page's callback. This library and other clients run in one page of Chromium over a socket without
 * a network. Each gets frames of its own protocol with the same messages. For comparison: the bare
 * calls that a frame of the CppComet server needs. Fails if the library is slower than its limits.
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ensureInstalled } from "../scripts/install.mjs";
import { VISIBLE } from "./browser.mjs";
import { row, summary } from "./figures.mjs";

const SIZES = [200, 1_000, 10_000];
const UNRELATED = [0, 100, 1_000, 10_000];
/** How many frames of each size a round has, and how many rounds do not count. */
const FRAMES = 200;
const WARM_UP = 100;

const MAX_BARE_RATIO = 1.5;
const MAX_UNRELATED_RATIO = 1.3;

const USAGE = `Usage: node bench/messages.mjs [options]

Times what a message costs, for this library, other clients, and the bare calls, and for this library
with many unrelated listeners. Ends with code 1 if the library takes as long as pusher-js, over
${MAX_BARE_RATIO} times as long as the bare calls, or over ${MAX_UNRELATED_RATIO} times as long with unrelated listeners as without.

  --quick        a few rounds, for a first look
  --dist FOLDER  measures another build
  --json         prints the figures as JSON
  --help         this text
`;

const OPTIONS = {
  quick: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
  dist: { type: "string" },
};

/** Builds the page's script, with the other clients in it. */
async function bundle() {
  const { build } = await import("esbuild");
  const entry = fileURLToPath(new URL("messages/page.js", import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [entry],
    ...{ bundle: true, minify: true, write: false, format: "iife", logLevel: "error" },
  });
  return outputFiles[0].text;
}

const PAGE =
  '<!doctype html><meta charset="utf-8"><title>Messages</title><link rel="icon" href="data:,">' +
  '<script src="/comet.js"></script><script src="/messages.js"></script>';

/** Runs the rounds of all sizes in a new page, after `connect`. */
async function measurePage({ browser, site, rounds, connect, args, sizes }) {
  const profile = await browser.newProfile();
  const tab = await profile.open(site.url("/messages"), VISIBLE);
  await tab.evaluate(connect, ...args, sizes, FRAMES);
  const results = [];
  for (let index = 0; index < sizes.length; index++) {
    const run = (size, count) => window.messages.rounds(size, count);
    await tab.evaluate(run, index, WARM_UP);
    const times = await tab.evaluate(run, index, rounds);
    const medians = Object.entries(times).map(([name, each]) => [name, summary(each).median]);
    results.push({ size: sizes[index], ...Object.fromEntries(medians) });
  }
  await profile.dispose();
  return results;
}

async function measure({ quick, dist }) {
  const { launchBrowser } = await import("./browser.mjs");
  const { ISOLATED, startSite } = await import("./site.mjs");
  const site = await startSite(dist, {
    "/messages": ["text/html", PAGE, ISOLATED],
    "/messages.js": ["text/javascript", await bundle()],
  });
  const browser = await launchBrowser();
  const common = { browser, site, rounds: quick ? 20 : 100 };
  try {
    const sizes = await measurePage({
      ...common,
      connect: (...args) => window.messages.connectAll(...args),
      args: [],
      sizes: SIZES,
    });
    const [unrelated] = await measurePage({
      ...common,
      connect: (...args) => window.messages.connectOurs(...args),
      args: [UNRELATED],
      sizes: [1_000],
    });
    return { sizes, unrelated };
  } finally {
    await browser.close();
    await site.close();
  }
}

const us = (value) => value.toFixed(1);
const times = (value) => `${value.toFixed(2)} x`;

function print({ sizes, unrelated }) {
  console.log("Socket's event to the page's callback, microseconds (medians), and ratio to ours");
  console.log(row("size of the message", ...SIZES.flatMap((size) => [`${size} B`, ""])));
  for (const name of Object.keys(sizes[0]).filter((key) => key !== "size"))
    console.log(
      row(name, ...sizes.flatMap((each) => [us(each[name]), times(each[name] / each.ours)])),
    );
  console.log(`ours / bare: ${sizes.map(({ ours, bare }) => times(ours / bare)).join(", ")}`);
  console.log(`at most ${MAX_BARE_RATIO} x bare, and less than pusher-js\n`);
  console.log("With unrelated listeners: a message of 1,000 B, and the ratio to none");
  for (const count of UNRELATED)
    console.log(row(String(count), us(unrelated[count]), times(unrelated[count] / unrelated[0])));
  console.log(`at most ${MAX_UNRELATED_RATIO} x`);
}

const isGood = ({ sizes, unrelated }) =>
  sizes.every((each) => each.ours < each["pusher-js"] && each.ours <= MAX_BARE_RATIO * each.bare) &&
  UNRELATED.every((count) => unrelated[count] <= MAX_UNRELATED_RATIO * unrelated[0]);

async function main() {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) return console.log(USAGE);
  ensureInstalled();
  const results = await measure(values);
  if (values.json) console.log(JSON.stringify(results, null, 2));
  else print(results);
  if (!isGood(results)) process.exitCode = 1;
}

main().catch((error) => {
  console.error(`bench/messages.mjs: ${error.message}`);
  process.exitCode = 1;
});
