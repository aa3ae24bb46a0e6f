/** What is sent for each form of a call; test/node has what the server does with it. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { CometError } from "../../../src/api/errors";
import { Publisher } from "../../../src/client/publisher";
import type { Link, Request } from "../../../src/tabs/link";

const requests: Request[] = [];
const onDone = vi.fn();
const onUnconfirmed = vi.fn();
let publisher: Publisher;

/** What was sent: channel, event and message of each command. */
const sent = () => requests.splice(0).map(({ command }) => command.text.split("\n"));

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  requests.length = 0;
  const send = (request: Request) => requests.push(request) > 0;
  const link: Partial<Link> = { send };
  publisher = new Publisher(link as Link, () => "12", onDone, onUnconfirmed);
});
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

it.each<[args: unknown[], channel: string, event: string, message: string]>([
  [["web_a", "e", "text"], "web_a", "e", '"text"'],
  [["web_a.e", "text"], "web_a", "e", '"text"'],
  [["web_a", "text"], "web_a", "undefined", '"text"'],
  [["web_a", "", "text"], "web_a", "undefined", '"text"'],
])("%j is sent to a channel, with an event", (args, channel, event, message) => {
  expect(publisher.send(args)).toBe(true);
  const [[, to, what, , text] = []] = sent();
  expect([to, what, text]).toEqual([channel, event, message]);
});

it("an event in the channel's place is part of it only where the call gives no other", () => {
  expect(() => publisher.send(["web_a.b.c", "text"])).toThrow(/"b\.c"/);
  expect(() => publisher.send(["web_a.b", "e", "text"])).toThrow(/"web_a\.b"/);
  for (const args of [[undefined, "text"], ["web_a", "e", undefined], []])
    expect(() => publisher.send(args)).toThrow(CometError);
  expect(requests).toEqual([]);
});

it("a message is repeated so many times, with one id, and the timer ends with the last one", () => {
  publisher.sendRepeatedly("web_a", "e", { text: "hi" }, 3, 100);
  vi.advanceTimersByTime(199);
  expect(requests).toHaveLength(2);
  vi.advanceTimersByTime(1);
  expect(vi.getTimerCount()).toBe(0);
  const texts = sent().map((lines) => lines[4]);
  expect(new Set(texts).size).toBe(1);
  expect(texts).toHaveLength(3);
  expect(JSON.parse(texts[0] as string)).toMatchObject({ text: "hi" });
});

it.each([0, 1])("a message that is to be sent %i times is sent once", (count) => {
  publisher.sendRepeatedly("web_a", "e", {}, count, 100);
  vi.advanceTimersByTime(10_000);
  expect(requests).toHaveLength(1);
});

it("stop() ends the repetitions", () => {
  for (let n = 0; n < 2; n++) publisher.sendRepeatedly("web_a", "e", {}, 5, 100);
  publisher.stop();
  vi.advanceTimersByTime(10_000);
  expect(requests).toHaveLength(2);
});

it.each<[what: string, args: unknown[], name: string]>([
  ["a count", ["web_a", "e", {}, -1, 100], "count"],
  ["an interval", ["web_a", "e", {}, 2, "soon"], "interval"],
  ["a message that is a list", ["web_a", "e", [1], 2, 100], "message"],
  ["a message that is a text", ["web_a", "e", "text", 2, 100], "message"],
  ["no message", ["web_a", "e", null, 2, 100], "message"],
])("%s that cannot be repeated throws, and nothing is sent", (_, args, name) => {
  const repeat = () =>
    publisher.sendRepeatedly(...(args as Parameters<Publisher["sendRepeatedly"]>));
  expect(repeat).toThrow(new RegExp(`^Bad ${name} `));
  expect(requests).toEqual([]);
});

it("what nobody knows of is told with the message that the page gave; other results as they are", () => {
  publisher.send(["web_a", "", { text: "hi" }]);
  publisher.sendRepeatedly("web_b", "e", { text: "ho" }, 1, 100);
  const refused = new CometError("refused", "no");
  for (const { onDone: settle } of requests) {
    settle(undefined);
    settle(refused);
    settle(new CometError("unconfirmed", "the connection was lost"));
  }
  publisher.stop();
  expect(onDone.mock.calls).toEqual([[undefined], [refused], [undefined], [refused]]);
  const reason = "the connection was lost";
  expect(onUnconfirmed.mock.calls).toEqual([
    [{ channel: "web_a", event: "undefined", message: { text: "hi" }, reason }],
    [{ channel: "web_b", event: "e", message: { text: "ho" }, reason }],
  ]);
});
