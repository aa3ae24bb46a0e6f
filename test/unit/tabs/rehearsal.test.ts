import { beforeEach, expect, it, vi } from "vitest";
import type { ChannelMessage } from "../../../src/protocol/messages";
import { Rehearsal } from "../../../src/tabs/handover/rehearsal";
import type { Tab } from "../../../src/tabs/tab";

let rehearsal: Rehearsal;
const onDropped = vi.fn();

/** A message whose text says what it is. */
function message(text: string): ChannelMessage {
  const [channel, event, userId, time] = ["web_a", "e", 0, 7];
  const data = JSON.stringify(text);
  return { kind: "channel", channel, event, userId, time, data, text } as ChannelMessage;
}

const hear = (...texts: string[]) => texts.forEach((text) => rehearsal.holds(message(text)));
const overhear = (...texts: string[]) => texts.forEach((text) => rehearsal.overhear(text, false));
const lead = (goesOn: boolean) => rehearsal.lead(goesOn).map(({ text }) => text);

beforeEach(() => {
  vi.useFakeTimers();
  const tab = { inbox: { read: (text: string) => [message(text)] }, isOwnPresence: () => false };
  rehearsal = new Rehearsal(tab as unknown as Tab, () => 1, vi.fn(), onDropped);
  rehearsal.prepare();
  rehearsal.onConnect(1, true);
  rehearsal.onList(true);
  return () => vi.useRealTimers();
});

it("an heir goes on with what the leader has not passed on, whichever of both heard it first", () => {
  hear("1", "2", "3");
  overhear("2", "4");
  hear("4", "5");
  expect(lead(true)).toEqual(["1", "3", "5"]);
});

it("after a gap an heir drops what came before the last message that the leader passed on", () => {
  hear("1", "2", "3", "4", "5");
  overhear("4", "2");
  expect(lead(false)).toEqual(["5"]);
});

it("after a gap an heir knows the order also of what it heard after the leader", () => {
  hear("1");
  overhear("2");
  hear("2", "3");
  expect(lead(false)).toEqual(["3"]);
});

it("a standby stays ready for as long as the leader passes on what comes", () => {
  hear("not passed on");
  for (let n = 0; n < 12_000; n++) {
    hear(`${n}`);
    overhear(`${n}`);
  }
  expect(rehearsal.isReady).toBe(true);
  expect(lead(true)).toEqual(["not passed on"]);
});

it("a standby forgets after half a minute what concerns no tab", () => {
  hear("not passed on");
  vi.advanceTimersByTime(30_001);
  hear("1", "2");
  overhear("1");
  expect(lead(true)).toEqual(["2"]);
});

it("a standby drops 5,000 messages of which the leader passes on none, and says so", () => {
  for (let n = 0; n < 5_000; n++) hear(`${n}`);
  expect(onDropped).not.toHaveBeenCalled();
  hear("5000", "5001");
  expect(onDropped).toHaveBeenCalledOnce();
  expect(lead(true)).toEqual(["5001"]);
});

it("a standby that has lost one of several shards is fit as before, and has to hear all again", () => {
  hear("1");
  rehearsal.onLost(true);
  expect(rehearsal.isReady).toBe(false);
  expect(rehearsal.onList(true)).toBe(true);
  rehearsal.onLost(false);
  expect(rehearsal.onList(true)).toBe(false);
});
