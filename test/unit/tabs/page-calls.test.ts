import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { LinkListener } from "../../../src/tabs/link";
import type { ServerMessage } from "../../../src/protocol/messages";
import { PageCalls } from "../../../src/tabs/page-calls";

let heard: string[];
let leadsOthers: boolean;
let calls: PageCalls;
let onCall: (name: string) => void;

const text = (reason: string): ServerMessage => ({ kind: "ignored", reason });
const task = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));

beforeEach(() => {
  heard = [];
  leadsOthers = true;
  onCall = () => undefined;
  const hear = (name: string) => {
    heard.push(name);
    onCall(name);
  };
  const page: LinkListener = {
    onMessage: (message) => hear("reason" in message ? message.reason : message.kind),
    onConnect: () => hear("connect"),
    onDisconnect: (code) => hear(`disconnect ${code}`),
    onFatal: ({ code }) => hear(code),
    onNode: ({ node }) => hear(`node ${node}`),
    onState: ({ type }) => hear(type),
    onRefusedKey: () => false,
    onHeard: (channels) => hear(`heard ${channels.join()}`),
    onGap: ({ channel }) => hear(`gap ${channel}`),
    onRole: (isMaster) => hear(`leads ${isMaster}`),
    onTabs: () => hear("tabs"),
    onOptions: () => hear("options"),
    onProposal: () => hear("proposal"),
  };
  calls = new PageCalls(page, () => leadsOthers);
});
afterEach(() => vi.restoreAllMocks());

it("a tab on which no other depends calls its page at once", () => {
  leadsOthers = false;
  calls.onMessage(text("one"));
  calls.settle(() => heard.push("done"));
  expect(heard).toEqual(["one", "done"]);
});

it("a tab that leads others calls its page later, in order, also if it leads no more by then", async () => {
  calls.onConnect();
  calls.onMessage(text("one"));
  leadsOthers = false;
  calls.onGap({ channel: "a", from: 1, to: 2 });
  calls.settle(() => heard.push("done"));
  expect([heard, calls.isConnected]).toEqual([[], false]);
  await expect.poll(() => heard).toEqual(["connect", "one", "gap a", "done"]);
  expect(calls.isConnected).toBe(true);
  calls.onDisconnect(1006);
  expect([heard.at(-1), calls.isConnected]).toEqual(["disconnect 1006", false]);
});

it("other tasks run between the calls of a slow page", async () => {
  let time = 0;
  vi.spyOn(performance, "now").mockImplementation(() => time);
  const order: string[] = [];
  onCall = (name) => {
    order.push(name);
    time += 60;
    // As what the socket brings meanwhile.
    setImmediate(() => order.push(`task after ${name}`));
  };
  for (const name of ["one", "two"]) calls.onMessage(text(name));
  await expect.poll(() => order.length).toBe(4);
  expect(order).toEqual(["one", "task after one", "two", "task after two"]);
});

it("many quick calls of a page are made in one task", async () => {
  vi.spyOn(performance, "now").mockReturnValue(0);
  for (let i = 0; i < 1_000; i++) calls.onMessage(text(String(i)));
  await task();
  expect(heard).toHaveLength(1_000);
});

it("a page that has stopped is told what became of its commands, and nothing else", async () => {
  calls.onMessage(text("news"));
  calls.settle(() => heard.push("done"));
  calls.onMessage(text("more news"));
  calls.forget();
  await expect.poll(() => heard).toEqual(["done"]);
});

it("a page is told once that the link has stopped, also if it is told later", async () => {
  leadsOthers = false;
  calls.onConnect();
  leadsOthers = true;
  calls.onDisconnect(1006);
  calls.ensureDisconnected();
  await task();
  await expect.poll(() => heard).toEqual(["connect", "disconnect 1006"]);
  calls.ensureDisconnected();
  await task();
  expect(heard).toEqual(["connect", "disconnect 1006"]);
});

it("a page that stops and starts in a call, and throws, is called with what came after the start", async () => {
  const errors = vi.fn();
  process.once("uncaughtException", errors);
  onCall = (name) => {
    if (name !== "one") return;
    calls.forget();
    calls.onMessage(text("after the start"));
    throw new Error("the page's");
  };
  for (const name of ["one", "before the stop"]) calls.onMessage(text(name));
  await expect.poll(() => heard).toEqual(["one", "after the start"]);
  await expect.poll(() => errors).toHaveBeenCalled();
});
