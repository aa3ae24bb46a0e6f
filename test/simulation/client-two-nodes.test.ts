/** A client of two nodes, one of which hangs: its socket is open, and nothing comes. */
import { beforeEach, expect, it, vi } from "vitest";
import type { Gap } from "../../src/api/types";
import { INFO } from "../support/fake-socket";
import { pass, until } from "../support/tab-time";
import { ClientPage as Page, useClientPages } from "./client-page";
import { TabSocket } from "./tab-socket";

useClientPages();

const NODES = ["one.example", "two.example"];
/** The log of the channel, on each node. */
let log: object[];
beforeEach(() => {
  log = [];
  // The server tells its time, with which that of a log is compared.
  TabSocket.welcome = () => ({ ...INFO, message_send_time: seconds() });
  const { answer } = TabSocket.prototype;
  vi.spyOn(TabSocket.prototype, "answer").mockImplementation(function (this: TabSocket, text) {
    const [word, , marker] = text.split("\n");
    if (word === "pipe_log") for (const frame of log) this.receive(frame);
    else if (word === "track_pipe_users")
      this.receive({ data: [], event: "users_in_pipe", marker, pipe: "_answer_track_pipe_users" });
    else answer.call(this, text);
  });
});

const seconds = () => Math.floor(Date.now() / 1_000);
const socketOf = (node: number) => TabSocket.to(NODES[node] as string);

/** A message is sent to all nodes, and reaches the client by these. */
function publish(data: string, ...nodes: number[]): void {
  const message = { data, event: "e", message_send_time: seconds(), pipe: "web_k" };
  log.push({ ...message, fromQueue: true });
  for (const node of nodes) socketOf(node).receive(message);
}

async function start(options: object = {}) {
  const page = await Page.start("a", { node: NODES, ...options });
  const heard: unknown[] = [];
  const gaps: Gap[] = [];
  page.run((api) => {
    api.subscription("web_k", ({ data, server_info }) => {
      heard.push(server_info.history ? `${String(data)} (log)` : data);
    });
    api.on("gap", (gap) => gaps.push(gap));
  });
  await until(() => NODES.every((_, node) => socketOf(node).sent.at(-1)?.includes("web_fence")));
  await pass(3_000);
  return { page, heard, gaps };
}

/** The node answers nothing from now on, and says nothing. */
function hang(node: number): void {
  Object.assign(socketOf(node), { answer: () => undefined });
}

/** The socket ends. Resolves when there is another one, and the channels are in force there. */
async function lose(node: number): Promise<void> {
  const lost = socketOf(node);
  lost.drop();
  await until(() => socketOf(node) !== lost && socketOf(node).readyState === 1);
  await pass(100);
}

/** Node 1 hangs, and before that is noticed node 0 is lost and comes back. */
async function loseMessage(): Promise<void> {
  hang(1);
  await pass(1_000);
  publish("lost");
  await lose(0);
  publish("after", 0);
}

it("tells a gap if a node hung while the other one was lost, within 10 s", async () => {
  const { heard, gaps } = await start();
  const hungAt = Date.now();
  await loseMessage();
  await until(() => heard.length > 0);
  expect(gaps).toEqual([]);
  await until(() => gaps.length > 0, 10_000);
  expect(gaps).toHaveLength(1);
  expect(gaps[0]?.channel).toBe("web_k");
  expect(gaps[0]?.from).toBeLessThanOrEqual(hungAt);
  expect(heard).toEqual(["after"]);
});

it("reads what was lost meanwhile out of the log", async () => {
  const { heard, gaps } = await start({ recover: true });
  publish("before", 0, 1);
  await pass(3_000);
  await loseMessage();
  await until(() => heard.length > 2, 10_000);
  expect(heard).toEqual(["before", "after", "lost (log)"]);
  expect(gaps).toEqual([]);
});

it("is ready, and has a list of visitors, though a node hangs", async () => {
  const { page } = await start();
  hang(1);
  const settled: string[] = [];
  page.run((api) => {
    void api.subscribe("web_new", () => undefined).ready.then(() => settled.push("ready"));
    void api.trackedUsers("track_k").then((users) => settled.push(`${users.length} users`));
  });
  await until(() => settled.length > 1, 3_000);
  expect(settled.sort()).toEqual(["0 users", "ready"]);
});

it("hears of a visitor who comes to a node that hangs, from the other one", async () => {
  const { page } = await start();
  const joined: unknown[] = [];
  page.run((api) => {
    api.subscription("track_k.subscription", ({ data }) => joined.push(data));
  });
  await pass(3_000);
  hang(1);
  socketOf(0).receive({
    data: '{"user_id":"12","uuid":"u"',
    event: "subscription",
    message_send_time: seconds(),
    pipe: "track_k",
  });
  await until(() => joined.length > 0, 35_000);
  await pass(5_000);
  expect(joined).toEqual([{ user_id: 12, uuid: "u" }]);
});

it("tells no gap if each node is lost once the other one has come back", async () => {
  const { gaps } = await start();
  for (const node of [0, 1, 0, 1]) {
    await pass(10_000);
    await lose(node);
  }
  await pass(30_000);
  expect(gaps).toEqual([]);
});
