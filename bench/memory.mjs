/**
 * `npm run memory`: whether what the pages keep stays flat while a million messages pass through the
 * leader to a follower, over a channel with a log. Ends with code 1 if that grew by more than 5 % after
 * the first tenth, in which its tables fill. Machine code, which the engine goes on compiling for hours,
 * is counted apart.
 */
import { parseArgs } from "node:util";
import { ensureInstalled } from "../scripts/install.mjs";
import { VISIBLE } from "./browser.mjs";

const MAX_GROWTH = 0.05;
const PARTS = 10;
/** Published at a time: then the pages catch up. */
const CHUNK = 500;
const CHANNEL = "web_memory";

const USAGE = `Usage: node bench/memory.mjs [--messages 1000000] [--dist FOLDER]\n`;

/** Runs in a page. */
function prepare(channel) {
  window.count = 0;
  window.cometApi.subscription(channel, () => void window.count++, { recover: true });
  window.cometApi.start({ node: location.host });
}

/** Bytes of the nodes of a heap snapshot; see `watchHeap`. */
function sum({ snapshot, nodes }) {
  const { node_fields, node_types } = snapshot.meta;
  const [type, size] = ["type", "self_size"].map((field) => node_fields.indexOf(field));
  const bytes = { kept: 0, code: 0 };
  for (let i = 0; i < nodes.length; i += node_fields.length) {
    const name = node_types[type][nodes[i + type]];
    if (name !== "native") bytes[name === "code" ? "code" : "kept"] += nodes[i + size];
  }
  return bytes;
}

/**
 * Returns a function that measures the page's heap, without garbage, in bytes: `code` is what the engine
 * has compiled, with its notes for that; `kept` is all the rest. What the browser holds outside the heap
 * (`native`) is neither.
 */
function watchHeap(tab) {
  let chunks = [];
  tab.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => void chunks.push(chunk));
  return async () => {
    // The first one leaves what finalisers free.
    for (let i = 0; i < 3; i++) await tab.send("HeapProfiler.collectGarbage");
    chunks = [];
    await tab.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
    return sum(JSON.parse(chunks.join("")));
  };
}

const mega = (bytes) => (bytes / 1e6).toFixed(2);

async function pass({ comet, tabs, from, to }) {
  for (let sent = from; sent < to; sent += CHUNK) {
    for (let i = 0; i < CHUNK; i++)
      comet.publish(CHANNEL, "event", { n: sent + i, text: `it's message ${sent + i}` });
    const isThere = (count) => window.count >= count;
    for (const tab of tabs) await tab.until(isThere, sent + CHUNK);
  }
}

async function measure({ messages, dist }) {
  const { launchBrowser } = await import("./browser.mjs");
  const { startSite } = await import("./site.mjs");
  const site = await startSite(dist);
  const browser = await launchBrowser();
  try {
    site.comet.keepLog(CHANNEL, 99);
    const profile = await browser.newProfile();
    const tabs = [];
    for (const role of ["leader", "follower"]) {
      const tab = await profile.open(site.url("/tab"), VISIBLE);
      await tab.evaluate(prepare, CHANNEL);
      await tab.until((name) => window.cometApi.isMaster() === (name === "leader"), role);
      tabs.push(tab);
    }
    const part = Math.ceil(messages / PARTS / CHUNK) * CHUNK;
    const [leaderHeap, followerHeap] = tabs.map(watchHeap);
    const heaps = [];
    for (let i = 0; i < PARTS; i++) {
      await pass({ comet: site.comet, tabs, from: i * part, to: (i + 1) * part });
      heaps.push([await leaderHeap(), await followerHeap()]);
      const [leader, follower] = heaps[i].map(({ kept, code }) => `${mega(kept)} + ${mega(code)}`);
      console.log(`${String((i + 1) * part).padStart(9)} messages: ${leader}  ${follower} MB`);
    }
    return heaps;
  } finally {
    await browser.close();
    await site.close();
  }
}

const { values } = parseArgs({
  options: {
    messages: { type: "string", default: "1000000" },
    dist: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) console.log(USAGE);
else {
  ensureInstalled();
  console.log("what the leader's and the follower's page keep, + code:");
  const heaps = await measure({ messages: Number(values.messages), dist: values.dist });
  for (const [index, role] of ["leader", "follower"].entries()) {
    const growth = heaps.at(-1)[index].kept / heaps[0][index].kept - 1;
    const isFlat = growth <= MAX_GROWTH;
    if (!isFlat) process.exitCode = 1;
    console.log(`${isFlat ? "ok  " : "FAIL"} ${role}: ${(growth * 100).toFixed(1)} % of 5 %`);
  }
}
