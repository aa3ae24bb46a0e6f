/**
 * How fast a burst of messages goes through the leader. The server sends 4,000 frames at once; the
 * time is from the first event of the leader's WebSocket to the last callback in the last follower.
 * For comparison a bare WebSocket in the leader's page posts each frame over a bare
 * BroadcastChannel, and the followers' pages parse the frame and the data in it. The two take
 * turns.
 */
import { VISIBLE } from "./browser.mjs";
import { row, summary } from "./figures.mjs";

const FRAMES = 4_000;
const FOLLOWERS = [1, 4, 8];
/** The least throughput that is allowed, divided by that of the bare channel. */
export const MIN_BURST_RATIO = 1;

const [OURS, BARE] = ["bench_ours", "bench_bare"];

/** Runs in the leader's page. */
function prepareLeader(ours, bare) {
  window.first = {};
  const note = (data) => {
    const way = data.includes(`"pipe":"${ours}"`) ? ours : bare;
    if (/"data":"\D*0{6}/.test(data)) window.first[way] = window.bench.now();
  };
  window.bench.watchSockets((socket) =>
    socket.addEventListener("message", ({ data }) => note(data)),
  );
  const channel = new BroadcastChannel("bench");
  window.bench.connect(bare, (text) => channel.postMessage(text));
  window.cometApi.start({ node: location.host });
}

/** Runs in a follower's page. */
function prepareFollower(ours, bare, frames) {
  window.last = {};
  const counts = { [ours]: 0, [bare]: 0 };
  const count = (way) => {
    counts[way] += 1;
    if (counts[way] % frames === 0) window.last[way] = window.bench.now();
  };
  const channel = new BroadcastChannel("bench");
  channel.onmessage = ({ data: text }) => {
    const { data } = JSON.parse(text);
    JSON.parse(data.replace(/\\(.)/g, "$1"));
    count(bare);
  };
  window.cometApi.subscription(ours, () => count(ours));
  window.cometApi.start({ node: location.host });
}

async function burst({ comet, leader, followers }, way) {
  for (let i = 0; i < FRAMES; i++) {
    const text = String(i).padStart(6, "0");
    comet.publish(way, "event", text + "x".repeat(150));
  }
  const ends = await Promise.all(
    followers.map(async (tab) => {
      await tab.until((name) => window.last[name] !== undefined, way);
      return tab.evaluate((name) => {
        const at = window.last[name];
        Reflect.deleteProperty(window.last, name);
        return at;
      }, way);
    }),
  );
  return Math.max(...ends) - (await leader.evaluate((name) => window.first[name], way));
}

async function measureGroup({ browser, site, size, rounds }) {
  const profile = await browser.newProfile();
  const leader = await profile.open(site.url("/tab"), VISIBLE);
  await leader.evaluate(prepareLeader, OURS, BARE);
  await leader.until(() => window.cometApi.isMaster() && window.cometApi.isConnected());
  const followers = [];
  for (let i = 0; i < size; i++) {
    const tab = await profile.open(site.url("/tab"), VISIBLE);
    await tab.evaluate(prepareFollower, OURS, BARE, FRAMES);
    await tab.until(() => window.cometApi.isMaster() === false && window.cometApi.isConnected());
    followers.push(tab);
  }
  const group = { comet: site.comet, leader, followers };
  const times = { ours: [], bare: [] };
  for (let round = -1; round < rounds; round++)
    for (const [name, way] of Object.entries({ ours: OURS, bare: BARE })) {
      const time = await burst(group, way);
      if (round >= 0) times[name].push(time);
    }
  await profile.dispose();
  const [ours, bare] = [summary(times.ours), summary(times.bare)];
  return { size, ours, bare, ratio: bare.median / ours.median };
}

/** @returns one entry per number of followers. */
export async function measureBurst({ browser, site, repetitions }) {
  const results = [];
  for (const size of FOLLOWERS)
    results.push(await measureGroup({ browser, site, size, rounds: repetitions }));
  return results;
}

export function printBurst(results) {
  console.log(`\nA burst of ${FRAMES} messages, ms until the last follower has all (medians)`);
  console.log(row("followers", "ours", "bare", "throughput"));
  for (const { size, ours, bare, ratio } of results)
    console.log(
      row(String(size), ours.median.toFixed(0), bare.median.toFixed(0), ratio.toFixed(2)),
    );
  console.log(`at least ${MIN_BURST_RATIO} of the bare channel's`);
}

export const isBurstGood = (results) => results.every(({ ratio }) => ratio >= MIN_BURST_RATIO);
