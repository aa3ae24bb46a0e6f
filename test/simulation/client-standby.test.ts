/** Whole clients with the option `standby`: several shards, several nodes, all channels. */
import { expect, it } from "vitest";
import type { CometOptions } from "../../src/api/types";
import { INFO } from "../support/fake-socket";
import { pass } from "../support/tab-time";
import { ClientPage as Page, useClientPages } from "./client-page";
import { TabSocket } from "./tab-socket";

useClientPages();

const SECOND = "two.example";

interface Heard {
  texts: unknown[];
  gaps: string[];
}

/** The sockets of pages that live, or of one. */
const open = () =>
  TabSocket.all.filter(({ readyState, owner }) => readyState === 1 && !owner.isDead);
const socketsOf = ({ tab }: Page) => open().filter(({ owner }) => owner === tab);

/** The channels of a socket's last list. */
const channelsOf = ({ sent }: TabSocket) =>
  [...sent]
    .reverse()
    .find((text) => text.startsWith("subscription"))
    ?.split("\n") ?? [];

/** The server says something on each of these channels, on all nodes. Returns how many. */
function say(channels: string[]): number {
  const message_send_time = Math.floor(Date.now() / 1_000);
  for (const pipe of channels) {
    const data = `on ${pipe} at ${performance.now()}`;
    for (const socket of open()) {
      const sender = socket.url.includes(SECOND) ? {} : { user_id: 7 };
      if (channelsOf(socket).includes(pipe))
        socket.receive({ data, event: "e", pipe, ...sender, message_send_time });
    }
  }
  return channels.length;
}

/** Three pages: the first leads, the second listens beside it. What the second hears is noted. */
async function start(options: CometOptions, channels: string[]) {
  const pages: Page[] = [];
  for (const name of ["a", "b", "c"])
    pages.push(await Page.start(name, { dev_id: 1, standby: true, ...options }));
  const [leader, standby] = pages as [Page, Page];
  const heard: Heard = { texts: [], gaps: [] };
  for (const page of pages)
    page.run((api) => api.subscription(channels.join("\n"), () => undefined));
  standby.run((api) => {
    for (const channel of channels)
      api.subscription(channel, ({ data }) => void heard.texts.push(data));
    api.on("gap", ({ channel }) => heard.gaps.push(channel));
  });
  await pass(5_000);
  return { pages, leader, standby, heard };
}

it("nothing is lost with one of several sockets of the leader", async () => {
  const channels = Array.from({ length: 40 }, (_, n) => `web_${n}`);
  const { leader, standby, heard } = await start({ node: "comet.example" }, channels);
  expect([leader, standby].map((page) => socketsOf(page).length)).toEqual([2, 2]);
  let count = 0;
  for (let n = 0; n < 55; n++) {
    const further = socketsOf(leader).find((socket) => channelsOf(socket).includes("web_39"));
    if (n === 5) further?.drop();
    count += say(channels);
    await pass(10);
  }
  await pass(5_000);
  expect(heard).toEqual({ texts: expect.any(Array), gaps: [] });
  expect(new Set(heard.texts).size).toBe(count);
  expect(heard.texts).toHaveLength(count);
});

it("a standby takes over while one of two nodes is down", async () => {
  const { leader, standby, heard } = await start({ node: ["one.example", SECOND] }, ["web_x"]);
  expect([leader, standby].map((page) => socketsOf(page).length)).toEqual([2, 2]);
  TabSocket.accepts = (url) => !url.includes(SECOND);
  for (const socket of open()) if (socket.url.includes(SECOND)) socket.drop();
  await pass(20_000);
  [heard.texts, heard.gaps] = [[], []];
  let count = 0;
  for (let n = 0; n < 55; n++) {
    if (n === 5) leader.tab.kill();
    count += say(["web_x"]);
    await pass(10);
  }
  await pass(5_000);
  expect([heard.texts.length, new Set(heard.texts).size, heard.gaps]).toEqual([count, count, []]);
});

it("a page that listens to everything hears no message to a channel that nobody has joined", async () => {
  const { pages, standby } = await start({ node: "comet.example" }, ["web_x"]);
  const all: unknown[] = [];
  pages[2]?.run((api) => api.subscription("", ({ data }) => void all.push(data)));
  await pass(1_000);
  all.length = 0;
  await standby.run((api) => api.publish("web_nobody", "e", "hello"));
  await pass(1_000);
  expect(all).toEqual([]);
});

it("a standby whose key is refused asks the page for another one", async () => {
  let good = "k1";
  TabSocket.welcome = (url) => ({ ...INFO, authorized: url.includes(good) });
  const visitor = { node: "comet.example", user_id: 5, user_key: () => Promise.resolve(good) };
  const { pages, leader, standby, heard } = await start(visitor, ["web_x", "msg"]);
  good = "k2";
  for (const socket of socketsOf(standby)) socket.drop();
  await pass(30_000);
  heard.gaps = [];
  leader.tab.kill();
  await pass(5_000);
  expect(heard.gaps).toEqual([]);
  expect(pages.slice(1).map(({ api }) => api.isAuthorized())).toEqual([true, true]);
});
