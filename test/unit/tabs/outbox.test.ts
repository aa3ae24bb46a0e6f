import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Request } from "../../../src/tabs/link";
import {
  countCommand,
  logCommand,
  publishCommand,
  type Command,
} from "../../../src/protocol/commands";
import type { ServerMessage } from "../../../src/protocol/messages";
import { Outbox } from "../../../src/tabs/follower/outbox";
import { messageOf } from "../../support/decode";
import { logged as historic, REFUSAL, report } from "../../support/frames";

let outbox: Outbox;
let isConnected: boolean;
let results: Record<string, string[]>;
/** Data of the messages of a log. */
let logged: unknown[];

beforeEach(() => {
  isConnected = false;
  outbox = new Outbox(
    () => "me",
    () => isConnected,
    () => undefined,
  );
  results = {};
  logged = [];
});

function add(name: string, command = publishCommand("web_chat", "e", name, "")): void {
  const onDone: Request["onDone"] = (error) =>
    (results[name] ??= []).push(error ? error.code : "done");
  outbox.add({ command, onDone, onLog: ({ data }) => logged.push(data) });
}

const numbers = () => outbox.offer().map(({ number }) => number);
const id = (number: number, tab = "me") => ({ tab, number });
const left = (number: number, offeredTo = "", tab = "other") => ({
  ...id(number, tab),
  command: publishCommand("web_chat", "e", number, ""),
  offeredTo,
});

describe("an outbox with new commands", () => {
  it("offers again what the leader has not written, and newer commands only after that", () => {
    add("one");
    expect(numbers()).toEqual([1]);
    add("two");
    expect([outbox.isWaiting, numbers()]).toEqual([true, [1]]);
    outbox.markWritten(id(1));
    expect([outbox.isWaiting, numbers()]).toEqual([false, [2]]);
  });

  it("offers at most 50 commands at a time, but all of them before the tab leaves", () => {
    for (let i = 0; i < 120; i++) add(String(i));
    expect(numbers()).toHaveLength(50);
    expect(outbox.offer(true)).toHaveLength(120);
  });

  it("drops the oldest of more than 500 that wait, and tells its caller in a later task", async () => {
    for (let i = 0; i < 501; i++) add(String(i));
    expect(results).toEqual({});
    await vi.waitFor(() => expect(results).toEqual({ "0": ["dropped"] }));
  });

  it("drops none of them while there is a connection, and of those the oldest once there is none", async () => {
    isConnected = true;
    for (let i = 0; i < 700; i++) add(String(i));
    expect(outbox.offer(true)).toHaveLength(700);
    for (let i = 700; i < 1_300; i++) add(String(i));
    isConnected = false;
    add("last");
    await vi.waitFor(() => expect(Object.keys(results)).toHaveLength(101));
    expect(Object.keys(results).map(Number)).toEqual(
      Array.from({ length: 101 }, (_, i) => 700 + i),
    );
    expect(outbox.offer(true).at(-1)?.number).toBe(1_301);
  });

  it("drops the oldest of more than 4000 that a leader which hangs does not take", async () => {
    isConnected = true;
    const reasons: string[] = [];
    const command = publishCommand("web_chat", "e", "first", "");
    outbox.add({ command, onDone: (error) => reasons.push(String(error?.message)) });
    for (let i = 0; i < 4_000; i++) add(String(i));
    await vi.waitFor(() => expect(reasons).toHaveLength(1));
    expect(reasons[0]).toBe(
      "Message to web_chat not sent: over 4000 commands or 67108864 characters wait for the tab with the connection",
    );
    expect(results).toEqual({});
  });
});

describe("an outbox with long commands", () => {
  const long = (count: number) => {
    for (let i = 0; i < count; i++)
      add(String(i), publishCommand("web_chat", "e", "x".repeat(60_000), ""));
  };

  it("offers about a million characters at a time, in order", () => {
    long(40);
    expect(numbers()).toEqual(Array.from({ length: 17 }, (_, i) => i + 1));
    for (let number = 1; number <= 17; number++) outbox.markWritten(id(number));
    expect(numbers()[0]).toBe(18);
  });

  it("drops the oldest beyond four million characters, and tells each caller why", async () => {
    const reasons: string[] = [];
    const command = publishCommand("web_chat", "e", "first", "");
    outbox.add({ command, onDone: (error) => reasons.push(String(error?.message)) });
    long(71);
    await vi.waitFor(() => expect(reasons).toHaveLength(1));
    expect(reasons[0]).toMatch(
      /^Message to web_chat not sent: over 500 commands or 4194304 characters wait/,
    );
    expect(Object.keys(results)).toEqual(["0", "1"]);
    expect(outbox.offer(true)).toHaveLength(69);
  });
});

it("drops what was not written when it is told to discard it", async () => {
  for (const name of ["written", "offered"]) add(name);
  numbers();
  outbox.markWritten(id(1));
  add("queued");
  outbox.discard();
  await vi.waitFor(() => expect(results).toEqual({ offered: ["dropped"], queued: ["dropped"] }));
  expect(numbers()).toEqual([]);
});

describe("an outbox whose connection is lost", () => {
  it("calls written messages unconfirmed, asks questions again, and keeps what waits", () => {
    add("message");
    add("question", countCommand("web_chat"));
    numbers();
    for (const number of [1, 2]) outbox.markWritten(id(number));
    add("waiting");
    outbox.requeue();
    expect(results).toEqual({ message: ["unconfirmed"] });
    // The question has a new number: leaders know the old one as written.
    expect(numbers()).toEqual([3, 4]);
  });

  it("does not take back what is on its way to a leader that lives", () => {
    add("one");
    numbers();
    add("two");
    outbox.requeue(true);
    expect(numbers()).toEqual([1]);
    outbox.requeue();
    expect(numbers()).toEqual([1, 2]);
  });

  it("calls what was offered to a leader that died without a word unconfirmed, and only that", () => {
    add("offered");
    numbers();
    add("waiting");
    outbox.assumeWritten();
    outbox.requeue();
    expect(results).toEqual({ offered: ["unconfirmed"] });
    expect(numbers()).toEqual([2]);
  });
});

describe("an outbox that adopts what another tab left", () => {
  it("takes neither what was written nor what was offered to another leader", () => {
    outbox.markWritten(id(1, "other"));
    outbox.adopt([left(1), left(2, "some leader"), left(3, "me"), left(4)], false);
    expect(numbers()).toEqual([3, 4]);
  });

  it("forgets it once a leader has written it, or when this tab leaves the group", () => {
    add("own");
    outbox.adopt([left(1), left(2)], true);
    outbox.markWritten(id(1, "other"));
    outbox.dropAdopted();
    outbox.requeue();
    expect(numbers()).toEqual([1]);
  });
});

it("leaves messages to other tabs, not questions, and names the leader that knows of them", async () => {
  add("known");
  numbers();
  add("new");
  add("question", countCommand("web_chat"));
  const commands = outbox.leave("leader");
  expect(commands.map(({ number, offeredTo }) => [number, offeredTo])).toEqual([
    [1, "leader"],
    [2, undefined],
  ]);
  await vi.waitFor(() => expect(results).toEqual({ known: ["unconfirmed"], new: ["unconfirmed"] }));
});

describe("an outbox that settles a command", () => {
  const settled = (command: Command, answer?: ServerMessage) => {
    const onDone = vi.fn();
    outbox.add({ command, onDone });
    outbox.settle(id(1), answer);
    return onDone.mock.calls;
  };
  const message = publishCommand("web_chat", "e", "text", "");

  it("tells its caller once", () => {
    add("one");
    const [first, ...others] = [1, 1, 9].map((number) => outbox.settle(id(number)));
    expect([first, others]).toEqual([true, [false, false]]);
    expect(results).toEqual({ one: ["unconfirmed"] });
  });

  it("passes the answer on to its caller", () => {
    const answer = messageOf(report("1"));
    expect(settled(message, answer)).toEqual([[undefined, answer]]);
  });

  it("makes an error of a refusal", () => {
    const refusal = messageOf(REFUSAL);
    const error = expect.objectContaining({ code: "refused", message: "Invalid value auth_type" });
    expect(settled(message, refusal)).toEqual([[error, refusal]]);
  });

  it("calls a message without an answer unconfirmed, and names its channel", () => {
    const error = expect.objectContaining({ code: "unconfirmed", value: "web_chat" });
    expect(settled(message)).toEqual([[error]]);
  });

  it("takes a question without an answer for done", () => {
    expect(settled(countCommand("web_chat"))).toEqual([[undefined]]);
  });
});

it("passes each message of a log on once, though the log is asked for again", () => {
  add("log", logCommand("web_chat"));
  const replay = (...texts: string[]) => {
    const [command] = outbox.offer();
    if (!command) throw new Error("the log is not asked for");
    outbox.markWritten(command);
    for (const text of texts) outbox.log(command, messageOf(historic(text)));
  };
  replay("one", "same");
  outbox.requeue();
  replay("one", "same", "same", "two");
  expect(logged).toEqual(["one", "same", "same", "two"]);
});
