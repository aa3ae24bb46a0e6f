/**
 * What it costs that a message goes through the leader: from the event of the leader's WebSocket
 * until the callback in a follower. For comparison a bare WebSocket in the leader's page posts the
 * frame over a bare BroadcastChannel to the follower's page, which reads it. The server sends to
 * the one and to the other in turn.
 *
 * Two pages have two clocks. An exchange of messages between them tells the difference: the fastest
 * exchange counts, and half of its time is given to each way.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { VISIBLE } from "./browser.mjs";
import { row, summary } from "./figures.mjs";

export const MAX_RELAY_RATIO = 1.3;

const SIZES = [100, 1_000, 10_000];
const WARM_UP = 50;
const PAUSE_MS = 3;
const PINGS = 200;
const [OURS, BARE] = ["bench_ours", "bench_bare"];

/** Runs in the leader's page: notes when frames come, and passes on those of the bare socket. */
function prepareLeader(ours, bare) {
  window.times = { [ours]: {}, [bare]: {} };
  const listen = (socket) =>
    socket.addEventListener("message", ({ data }) => {
      const now = window.bench.now();
      const [, number] = /"data":"\D*(\d{6})/.exec(data) ?? [];
      if (number) window.times[data.includes(`"pipe":"${ours}"`) ? ours : bare][number] = now;
    });
  window.bench.watchSockets(listen);
  const channel = new BroadcastChannel("bench");
  window.bench.connect(bare, (text) => channel.postMessage(text));
  window.cometApi.subscription(ours, () => undefined);
  window.cometApi.start({ node: location.host });
}

/** Runs in the follower's page. */
function prepareFollower(ours, bare) {
  window.times = { [ours]: {}, [bare]: {} };
  const channel = new BroadcastChannel("bench");
  channel.onmessage = (event) => {
    const text = event.data; // the browser decodes it when it is read
    const now = window.bench.now();
    window.times[bare][/"data":"\D*(\d{6})/.exec(text)[1]] = now;
  };
  window.cometApi.subscription(ours, ({ data }) => {
    window.times[ours][data.slice(0, 6)] = window.bench.now();
  });
  window.cometApi.start({ node: location.host });
  const clock = new BroadcastChannel("clock");
  clock.onmessage = () => clock.postMessage(window.bench.now());
}

/** Runs in the leader's page: how far the follower's clock is ahead, in milliseconds. */
async function compareClocks(count) {
  const { now } = window.bench;
  const clock = new BroadcastChannel("clock");
  let best = { trip: Infinity, ahead: 0 };
  for (let i = 0; i < count; i++) {
    const sent = now();
    clock.postMessage("");
    const { data } = await new Promise((resolve) => (clock.onmessage = resolve));
    const trip = now() - sent;
    if (trip < best.trip) best = { trip, ahead: data - sent - trip / 2 };
  }
  clock.close();
  return best.ahead;
}

async function publishAll(comet, size, count) {
  const end = "x".repeat(Math.max(0, size - 6));
  for (let i = 0; i < count; i++) {
    const data = String(i).padStart(6, "0") + end;
    // The order changes with each pair.
    for (const channel of i % 2 ? [OURS, BARE] : [BARE, OURS]) {
      comet.publish(channel, "event", data);
      await sleep(PAUSE_MS);
    }
  }
}

/** Runs in a page: returns the noted times, and forgets them. */
const takeTimes = () => {
  const { times } = window;
  window.times = Object.fromEntries(Object.keys(times).map((channel) => [channel, {}]));
  return times;
};

async function measureSize({ comet, leader, follower, size, pairs }) {
  await publishAll(comet, size, WARM_UP);
  await sleep(100);
  await Promise.all([leader.evaluate(takeTimes), follower.evaluate(takeTimes)]);
  await publishAll(comet, size, pairs);
  const last = String(pairs - 1).padStart(6, "0");
  const isDone = (number) => Object.values(window.times).every((times) => number in times);
  await follower.until(isDone, last);
  const ahead = await leader.evaluate(compareClocks, PINGS);
  const [left, arrived] = await Promise.all([
    leader.evaluate(takeTimes),
    follower.evaluate(takeTimes),
  ]);
  const durations = (channel) =>
    Object.entries(left[channel]).map(([number, at]) => arrived[channel][number] - at - ahead);
  const [ours, bare] = [summary(durations(OURS)), summary(durations(BARE))];
  return { size, ours, bare, ratio: ours.median / bare.median, clocksDiffer: ahead };
}

/** @returns one entry per size. */
export async function measureRelay({ browser, site, pairs }) {
  const { comet } = site;
  const profile = await browser.newProfile();
  const leader = await profile.open(site.url("/isolated"), VISIBLE);
  await leader.evaluate(prepareLeader, OURS, BARE);
  await leader.until(() => window.cometApi.isMaster() && window.cometApi.isConnected());
  const follower = await profile.open(site.url("/isolated"), VISIBLE);
  await follower.evaluate(prepareFollower, OURS, BARE);
  await follower.until(() => window.cometApi.isMaster() === false && window.cometApi.isConnected());
  const results = [];
  for (const size of SIZES)
    results.push(await measureSize({ comet, leader, follower, size, pairs }));
  await profile.dispose();
  return results;
}

export function printRelay(results) {
  console.log(
    "\nRelay: WebSocket event in the leader to callback in a follower, ms (medians; 90 %)",
  );
  console.log(row("size of the message", "ours", "90 %", "bare", "90 %", "ratio"));
  const ms = (value) => value.toFixed(3);
  for (const { size, ours, bare, ratio } of results)
    console.log(
      row(
        `${size} characters, ${ours.count} pairs`,
        ...[ours.median, ours.p90, bare.median, bare.p90].map(ms),
        ratio.toFixed(2),
      ),
    );
  console.log(`at most ${MAX_RELAY_RATIO}`);
}

export const isRelayGood = (results) => results.every(({ ratio }) => ratio <= MAX_RELAY_RATIO);
