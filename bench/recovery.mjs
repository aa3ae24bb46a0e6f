/**
 * `npm run recovery`: what a filled gap costs the live messages behind it. One leader after the other
 * is closed while the server publishes to a channel with a log; of the messages that come live after
 * each gap, the first ones wait for the log. Prints how long a message takes from the server's call to
 * the page's callback: undisturbed, and as the first live one behind a gap.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { ensureInstalled } from "../scripts/install.mjs";
import { VISIBLE } from "./browser.mjs";
import { row, summary } from "./figures.mjs";

const CHANNEL = "web_recovery";
const EVERY_MS = 10;

/** Runs in a page. */
function prepare(channel) {
  window.heard = [];
  const note = ({ data, server_info }) =>
    void window.heard.push({ ...data, took: Date.now() - data.at, history: server_info.history });
  window.cometApi.subscription(channel, note, { recover: true });
  window.cometApi.on("gap", () => window.heard.push({ gap: true }));
  window.cometApi.start({ node: location.host });
}

async function openTab(profile, site) {
  const tab = await profile.open(site.url("/tab"), VISIBLE);
  await tab.evaluate(prepare, CHANNEL);
  await tab.until(() => window.cometApi.isConnected() && window.heard.length > 0);
  return tab;
}

/** Closes the leader. Returns what the other tab heard until it hears live messages again. */
async function fail(leader, tab) {
  await tab.evaluate(() => void (window.heard = []));
  await sleep(10 * EVERY_MS);
  await leader.close();
  const isBack = () => {
    const { history = false } = window.heard.at(-1) ?? {};
    return !history && window.heard.some((one) => one.history) && window.heard.length > 30;
  };
  await tab.until(isBack);
  await sleep(10 * EVERY_MS);
  return tab.evaluate(() => window.heard);
}

/** The first live message behind those of the log; and those before the cut. */
function figures(heard) {
  if (heard.some(({ gap }) => gap)) throw new Error("a gap was not filled");
  const first = heard.findIndex(({ history }) => history);
  const last = heard.findLastIndex(({ history }) => history);
  const isWhole = heard.every(({ n }, index) => index === 0 || n === heard[index - 1].n + 1);
  if (!isWhole) throw new Error("messages were lost, or came twice or out of order");
  return { before: heard.slice(0, first).map(({ took }) => took), behind: heard[last + 1].took };
}

async function measure({ failovers, dist }) {
  const { launchBrowser } = await import("./browser.mjs");
  const { startSite } = await import("./site.mjs");
  const site = await startSite(dist);
  const browser = await launchBrowser();
  let n = 0;
  const publish = () => site.comet.publish(CHANNEL, "event", { n: n++, at: Date.now() });
  const timer = setInterval(publish, EVERY_MS);
  try {
    site.comet.keepLog(CHANNEL, 99);
    const profile = await browser.newProfile();
    const all = [];
    let leader = await openTab(profile, site);
    for (let i = 0; i < failovers; i++) {
      const follower = await openTab(profile, site);
      all.push(figures(await fail(leader, follower)));
      leader = follower;
    }
    return all;
  } finally {
    clearInterval(timer);
    await browser.close();
    await site.close();
  }
}

const { values } = parseArgs({
  options: { failovers: { type: "string", default: "30" }, dist: { type: "string" } },
});
ensureInstalled();
const all = await measure({ failovers: Number(values.failovers), dist: values.dist });
const print = (name, times) => {
  const { median, worst } = summary(times);
  console.log(row(name, `${median} ms`, `${worst} ms`));
};
console.log(row("message", "median", "worst"));
print(
  "undisturbed",
  all.flatMap(({ before }) => before),
);
print(
  "first behind a gap",
  all.map(({ behind }) => behind),
);
