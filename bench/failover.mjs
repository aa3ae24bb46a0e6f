/**
 * How long no messages come when the leader ends. Three tabs hear a message every 5 ms; the result
 * is the longest time without one in the tabs that remain, less those 5 ms. For comparison the
 * least that a browser needs: of two bare pages the second waits for a Web Lock, and then opens a
 * bare WebSocket.
 */
import { FAULTS, heal } from "./faults.mjs";
import { row, summary } from "./figures.mjs";
import { openGroup, startTicks, TICK_MS } from "./group.mjs";

const WAYS = [
  { name: "Web Lock + BroadcastChannel", hasLocks: true, query: "" },
  { name: "Web Lock + storage", hasLocks: true, query: "&storage" },
  { name: "messages + BroadcastChannel", hasLocks: false, query: "" },
  { name: "messages + storage", hasLocks: false, query: "&storage" },
];

/** The median that is allowed, in milliseconds. */
const MAX_MS = {
  locks: { default: 50, halt: 9_000 },
  messages: { default: 350, crash: 2_000, halt: 2_000 },
};

function limitOf({ hasLocks }, fault) {
  const limits = MAX_MS[hasLocks ? "locks" : "messages"];
  return limits[fault] ?? limits.default;
}

/** Ends the leader once. @returns what each of the other tabs noticed. */
async function failOnce(group, fault) {
  const leader = await group.leader();
  const others = group.tabs.filter((tab) => tab !== leader);
  const marks = await Promise.all(others.map((tab) => tab.evaluate(() => performance.now())));
  await FAULTS[fault](leader, group);
  await group.ready(others);
  const holes = await Promise.all(
    others.map((tab, index) => tab.evaluate((mark) => window.failover.hole(mark), marks[index])),
  );
  group.tabs = others;
  group.tabs.push(await heal(fault, leader, group));
  await group.ready(group.tabs);
  return holes;
}

/** When each step happened in the tab that took over, in ms since the last message: medians. */
function stagesOf(holes) {
  const stages = {};
  for (const hole of holes)
    if ("master" in hole.stages)
      for (const [name, at] of Object.entries({ ...hole.stages, message: hole.ms }))
        (stages[name] ??= []).push(at);
  return Object.fromEntries(
    Object.entries(stages).map(([name, all]) => [name, summary(all).median]),
  );
}

async function measureFault({ ours, bare, ticks, fault, repetitions }) {
  const groups = bare ? { ours, bare } : { ours };
  const holes = { ours: [], bare: [] };
  for (let i = 0; i < repetitions; i++)
    for (const [name, group] of Object.entries(groups)) {
      ticks.channel = group.channel;
      await group.ready(group.tabs);
      holes[name].push(...(await failOnce(group, fault)));
    }
  const sum = (key) => holes.ours.reduce((total, hole) => total + hole[key], 0);
  const times = (name) => ({
    ...summary(holes[name].map(({ ms }) => Math.max(0, ms - TICK_MS))),
    stages: stagesOf(holes[name]),
  });
  return {
    ours: times("ours"),
    bare: bare && times("bare"),
    missed: sum("missed") / holes.ours.length,
    repeated: sum("repeated"),
  };
}

async function measureWay({ browser, site, way, isHidden, faults, repetitions, onResult }) {
  const address = way.hasLocks ? site.url : site.plainUrl;
  const ticks = startTicks(site.comet);
  const profile = await browser.newProfile();
  const channelOf = (run) => `bench_${run}`;
  // WebKit finds this machine by another name when it loads a page, not when it connects.
  const node = `127.0.0.1:${site.comet.port}`;
  const urlOf = (run) =>
    address(`/tab?run=${run}&channel=${channelOf(run)}&node=${node}${way.query}`);
  const open = (run, size) =>
    openGroup({
      profile,
      ticks,
      size,
      isHidden,
      url: urlOf(run),
      other: address("/other"),
      channel: channelOf(run),
    });
  const groups = [await open("library", 3)];
  if (way.hasLocks) groups.push(await open("bare", 2));
  const [ours, bare] = groups;
  try {
    for (const fault of faults) {
      const result = await measureFault({ ours, bare, ticks, fault, repetitions });
      onResult({ way: way.name, fault, limit: limitOf(way, fault), ...result });
    }
  } finally {
    ticks.stop();
    await profile.dispose();
  }
}

/** @returns one entry for each way and fault. */
export async function measureFailover({
  browser,
  site,
  repetitions,
  isLong,
  isHidden,
  way,
  fault,
}) {
  const ways = WAYS.filter(({ name }) => name.includes(way));
  const faults = Object.keys(FAULTS).filter((name) => name.includes(fault) && name !== "halt");
  const results = [];
  const onResult = (result) => results.push(result);
  for (const way of ways) {
    const shared = { browser, site, way, isHidden, onResult };
    await measureWay({ ...shared, faults, repetitions });
    const long = { faults: ["halt"], repetitions: Math.ceil(repetitions / 5) };
    if (isLong) await measureWay({ ...shared, ...long });
  }
  return results;
}

export function printFailover(results) {
  console.log("\nNo messages in the tabs that remain, ms");
  console.log(row("", "median", "90 %", "worst", "at most", "bare", "ratio", "missed", "twice"));
  for (const { way, fault, limit, ours, bare, missed, repeated } of results) {
    const times = [ours.median, ours.p90, ours.worst].map((value) => value.toFixed(1));
    const ratio = bare && (ours.median / bare.median).toFixed(2);
    const least = bare ? [bare.median.toFixed(1), ratio] : ["", ""];
    const counts = [missed.toFixed(1), repeated];
    console.log(row(`${way}, ${fault}`, ...times, limit, ...least, ...counts));
    printStages("ours", ours);
    if (bare) printStages("bare", bare);
  }
  console.log("bare: the same with only a Web Lock and a WebSocket; missed: messages, on average;");
  console.log("below: the steps in the tab that takes over, in ms since the last message");
}

function printStages(name, { stages }) {
  const texts = Object.entries(stages).map(([what, at]) => `${what} ${at.toFixed(1)}`);
  console.log(`    ${name}: ${texts.join(", ")}`);
}

export const isFailoverGood = (results) => results.every(({ limit, ours }) => ours.median <= limit);
