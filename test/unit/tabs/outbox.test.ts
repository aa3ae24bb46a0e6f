import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Request } from "../../../src/tabs/link";
import { countCommand, publishCommand } from "../../../src/protocol/commands";
import { Outbox } from "../../../src/tabs/follower/outbox";

let outbox: Outbox;
let results: Record<string, string[]>;

beforeEach(() => {
  outbox = new Outbox(() => "me");
  results = {};
});

function add(name: string, command = publishCommand("web_chat", "e", name, "")): void {
  const onDone: Request["onDone"] = (error) =>
    (results[name] ??= []).push(error ? error.code : "done");
  outbox.add({ command, onDone });
}

const numbers = () => outbox.offer().map(({ number }) => number);
const id = (number: number, tab = "me") => ({ tab, number });
const left = (number: number, offeredTo = "", tab = "other") => ({
  ...id(number, tab),
  command: publishCommand("web_chat", "e", number, ""),
  offeredTo,
});

describe("offers", () => {
  it("what was offered and not written again, and what is new only after that", () => {
    add("one");
    expect(numbers()).toEqual([1]);
    add("two");
    expect([outbox.isWaiting, numbers()]).toEqual([true, [1]]);
    outbox.wrote(id(1));
    expect([outbox.isWaiting, numbers()]).toEqual([false, [2]]);
  });

  it("no more at a time than a storage holds, but all before the tab leaves", () => {
    for (let i = 0; i < 120; i++) add(String(i));
    expect(numbers()).toHaveLength(50);
    expect(outbox.offer(true)).toHaveLength(120);
  });

  it("gives up the oldest of more than 500 that wait, aloud and later", async () => {
    for (let i = 0; i < 501; i++) add(String(i));
    expect(results).toEqual({});
    await vi.waitFor(() => expect(results).toEqual({ "0": ["dropped"] }));
  });
});

describe("a lost connection", () => {
  it("leaves what was written unconfirmed, asks questions again, and keeps what waits", () => {
    add("message");
    add("question", countCommand("web_chat"));
    numbers();
    for (const number of [1, 2]) outbox.wrote(id(number));
    add("waiting");
    outbox.requeue();
    expect(results).toEqual({ message: ["unconfirmed"] });
    // The question has a new number: masters know the old one as written.
    expect(numbers()).toEqual([3, 4]);
  });

  it("of a master that lives does not take back what is on its way to it", () => {
    add("one");
    numbers();
    add("two");
    outbox.requeue(true);
    expect(numbers()).toEqual([1]);
    outbox.requeue();
    expect(numbers()).toEqual([1, 2]);
  });

  it("with a master that died without a word leaves in doubt what was offered, only that", () => {
    add("offered");
    numbers();
    add("waiting");
    outbox.doubt();
    outbox.requeue();
    expect(results).toEqual({ offered: ["unconfirmed"] });
    expect(numbers()).toEqual([2]);
  });
});

describe("what another tab left", () => {
  it("is taken over, but not what was written, nor what only another master knows of", () => {
    outbox.wrote(id(1, "other"));
    outbox.adopt([left(1), left(2, "some master"), left(3, "me"), left(4)], false);
    expect(numbers()).toEqual([3, 4]);
  });

  it("is forgotten once a master has written it, or where the tab leaves the group", () => {
    add("own");
    outbox.adopt([left(1), left(2)], true);
    outbox.wrote(id(1, "other"));
    outbox.forget();
    outbox.requeue();
    expect(numbers()).toEqual([1]);
  });
});

it("leaves messages to others, not questions, with the master that knows of them", async () => {
  add("known");
  numbers();
  add("new");
  add("question", countCommand("web_chat"));
  const commands = outbox.leave("master");
  expect(commands.map(({ number, offeredTo }) => [number, offeredTo])).toEqual([
    [1, "master"],
    [2, undefined],
  ]);
  await vi.waitFor(() => expect(results).toEqual({ known: ["unconfirmed"], new: ["unconfirmed"] }));
});

it("settles once", () => {
  add("one");
  expect([outbox.settle(id(1)), outbox.settle(id(1)), outbox.settle(id(9))]).toEqual([
    true,
    false,
    false,
  ]);
  expect(results).toEqual({ one: ["unconfirmed"] });
});
