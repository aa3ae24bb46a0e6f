import { beforeEach, describe, expect, it, vi, afterEach } from "vitest";
import { Recovery } from "../../../src/tabs/follower/recovery";
import type { ChannelMessage } from "../../../src/protocol/messages";
import { messageOf } from "../../support/decode";

const CHANNEL = "web_k";
/** The server's clock agrees with that of the computer. */
const NOW = 1_800_000_000_000;
const SECOND = NOW / 1_000;

let recovery: Recovery;
/** What the page hears, in order: `+` marks messages out of the log. */
let heard: string[];
let recovers: boolean | undefined;
let now: number;

const messageAt = (data: string, time: number, more: object = {}) =>
  messageOf({
    data,
    event: "e",
    pipe: CHANNEL,
    message_send_time: time,
    ...more,
  }) as ChannelMessage;
const logged = (data: string, time: number, more: object = {}) =>
  messageAt(data, time, { fromQueue: true, ...more });

/** A live message, sent now. */
function say(data: string, time = Math.floor(Date.now() / 1_000), more: object = {}): void {
  const message = messageAt(data, time, more);
  if (!recovery.holds(message, undefined)) heard.push(data);
}

/** The channel was not heard for a time that ends now. */
function lose(milliseconds: number): void {
  recovery.begin({ channel: CHANNEL, from: Date.now() - milliseconds - 2_000, to: Date.now() });
}

const answer = (asked: number, messages: ChannelMessage[], isLast = true) =>
  recovery.take({ channel: CHANNEL, asked, messages, isLast, id: "1 l 7" });
const take = () => heard.splice(0);

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ["Date"] });
  heard = [];
  recovers = true;
  now = 0;
  recovery = new Recovery(
    {
      recovers: () => recovers,
      onMessage: ({ data, history }) => heard.push(`${history ? "+" : ""}${String(data)}`),
      onSeen: (id) => heard.push(`seen ${id}`),
      onGap: ({ from, to }) => heard.push(`gap ${from - NOW} ${to - NOW}`),
    },
    () => now,
  );
  recovery.clock.begin(SECOND);
  recovery.want([CHANNEL]);
  recovery.hear([CHANNEL]);
  vi.setSystemTime(NOW + 60_000);
});
afterEach(() => vi.useRealTimers());

/** A minute after the beginning. */
const T = SECOND + 60;

describe("a gap", () => {
  it("is filled in order, before newer messages, each once", () => {
    say("a", T - 3);
    lose(1_000);
    expect(recovery.due(5)).toEqual([CHANNEL]);
    expect(recovery.due(5)).toEqual([]);
    say("d");
    answer(5, [logged("z", T - 9), logged("a", T - 3), logged("b", T - 2), logged("c", T)]);
    say("e");
    expect(take()).toEqual(["a", "seen 1 l 7.1", "+b", "+c", "d", "e"]);
  });

  it("of a message that came live before its log is none", () => {
    lose(1_000);
    recovery.due(5);
    say("live", T);
    answer(5, [logged("old", T - 9), logged("missed", T - 1), logged("live", T + 1)]);
    expect(take()).toEqual(["+missed", "seen 1 l 7.2", "live"]);
    lose(100);
    recovery.due(9);
    answer(9, [logged("missed", T - 1), logged("live", T + 1)]);
    expect(take()).toEqual(["seen 1 l 7.0", "seen 1 l 7.1"]);
  });

  it("holds what comes before it is known that the channel is heard again", () => {
    say("a", T - 1);
    recovery.interrupt([CHANNEL, "msg"]);
    say("c", T);
    lose(500);
    recovery.due(5);
    say("d", T);
    answer(
      5,
      ["a", "b", "c", "d"].map((data) => logged(data, data === "a" ? T - 1 : T)),
    );
    const heardNow = take().filter((each) => !each.startsWith("seen"));
    expect(heardNow).toEqual(["a", "+b", "c", "d"]);
    recovers = false;
    recovery.interrupt([CHANNEL]);
    say("at once");
    expect(take()).toEqual(["at once"]);
    // The log turns out to be unwanted only when the channel is heard again.
    recovers = true;
    recovery.interrupt([CHANNEL]);
    say("held");
    recovers = false;
    lose(500);
    expect(take()).toEqual([expect.stringMatching(/^gap/), "held"]);
  });

  it("counts equal messages: one that was seen once and is in the log twice is told once", () => {
    say("x", T - 1);
    lose(500);
    recovery.due(5);
    answer(5, [logged("x", T - 1), logged("x", T - 1)]);
    expect(take()).toEqual(["x", "seen 1 l 7.0", "+x"]);
    say("x", T);
    say("x", T);
    lose(500);
    recovery.due(9);
    answer(
      9,
      [T - 1, T - 1, T, T, T].map((time) => logged("x", time)),
    );
    expect(take().filter((each) => each === "+x")).toHaveLength(1);
  });

  it("takes a message for another one with another sender, event or second", () => {
    say("x", T - 1, { user_id: 7 });
    lose(500);
    recovery.due(5);
    answer(5, [
      logged("x", T - 1, { user_id: 7 }),
      logged("x", T - 1, { user_id: 8 }),
      logged("x", T - 1, { event: "other", user_id: 7 }),
      logged("x", T + 1, { user_id: 7 }),
    ]);
    expect(take()).toEqual(["x", "seen 1 l 7.0", "+x", "+x", "+x"]);
  });

  it("knows a message without its sender, and one that is escaped", () => {
    say('{\\"t\\":\\"it\\\'s\\"}', T - 1, { user_id: 7 });
    lose(500);
    recovery.due(5);
    answer(5, [logged('{"t":"it\'s"}', T - 1, { user_id: 0 })]);
    expect(take().slice(1)).toEqual(["seen 1 l 7.0"]);
  });

  it("of another tab shows which messages this one has heard", () => {
    say("a", T - 2);
    recovery.note({ channel: CHANNEL, event: "e", userId: 0, data: "mine", time: T, from: "own" });
    const messages = ["old", "a", "mine"].map((data) => logged(data, T - 2));
    answer(5, messages);
    expect(take()).toEqual(["a", "seen 1 l 7.1"]);
  });

  it("does not bring what this tab has published, or may have", () => {
    const own = { channel: CHANNEL, event: "e", userId: 7 };
    recovery.note({ ...own, data: "mine", time: T - 1, from: "own" });
    recovery.note({ ...own, data: "perhaps", time: 0, from: "own" });
    lose(500);
    recovery.due(5);
    answer(
      5,
      ["mine", "perhaps", "his"].map((data) => logged(data, T, { user_id: 7 })),
    );
    expect(take(), "and another tab's handlers may run for it").toEqual(["+his"]);
  });

  it("does not bring what was published before this tab listened", () => {
    recovery.want([]);
    recovery.want([CHANNEL]);
    recovery.hear([CHANNEL]);
    vi.setSystemTime(Date.now() + 500);
    lose(100);
    recovery.due(5);
    answer(5, [logged("before", T - 1), logged("after", T)]);
    expect(take()).toEqual(["+after"]);
  });

  it("does not bring what came in the second before the first message that this tab heard", () => {
    recovery.want([]);
    recovery.want([CHANNEL]);
    recovery.hear([CHANNEL]);
    say("first", T);
    lose(100);
    recovery.due(5);
    answer(
      5,
      ["before", "first", "missed"].map((data) => logged(data, T)),
    );
    expect(take()).toEqual(["first", "seen 1 l 7.1", "+missed"]);
    // Own messages do not count as heard.
    recovery.want([]);
    recovery.want([CHANNEL]);
    recovery.hear([CHANNEL]);
    lose(100);
    recovery.note({ channel: CHANNEL, event: "e", userId: 0, data: "mine", time: T, from: "own" });
    recovery.due(9);
    answer(
      9,
      ["missed", "mine"].map((data) => logged(data, T)),
    );
    expect(take()).toContain("+missed");
  });

  it("that the log does not reach back to is told, with what is left of it", () => {
    lose(10_000);
    recovery.due(5);
    answer(5, [logged("b", T - 4), logged("c", T - 3)]);
    expect(take()).toEqual([`gap ${60_000 - 12_000} ${60_000 - 3_000}`, "+b", "+c"]);
    lose(1_000);
    recovery.due(9);
    answer(9, []);
    expect(take()).toEqual([`gap ${60_000 - 3_000} 60000`]);
  });

  it("is told, too, where the page has got the same log by itself", () => {
    lose(10_000);
    recovery.due(5);
    vi.setSystemTime(Date.now() + 1);
    recovery.note({ ...logged("a", T - 3), from: "log" });
    answer(5, [logged("a", T - 3), logged("b", T - 2)]);
    expect(take()).toEqual([expect.stringMatching(/^gap/), "seen 1 l 7.0", "+b"]);
  });

  it("that is filled by messages which came live does not count as reached back to", () => {
    lose(10_000);
    recovery.due(5);
    say("live");
    answer(5, [logged("live", T)]);
    expect(take()).toEqual([expect.stringMatching(/^gap/), "seen 1 l 7.0", "live"]);
  });

  it("waits for all parts of a log, and for one that was asked for late enough", () => {
    lose(1_000);
    recovery.due(5);
    answer(4, [logged("too early", T)]);
    answer(6, [logged("old", T - 9), logged("a", T)], false);
    expect(take()).toEqual([]);
    answer(6, [logged("b", T)]);
    expect(take()).toEqual(["+a", "+b"]);
  });

  it("goes on where the connection was lost again while the log was on its way", () => {
    lose(1_000);
    recovery.due(5);
    say("held");
    answer(5, [logged("lost part", T - 1)], false);
    recovery.interrupt([CHANNEL]);
    expect(recovery.due(6)).toEqual([]);
    vi.setSystemTime(Date.now() + 3_000);
    lose(2_000);
    expect(recovery.due(9)).toEqual([CHANNEL]);
    say("new");
    answer(9, [
      logged("old", T - 9),
      logged("first gap", T - 1),
      logged("held", T),
      logged("second gap", T + 2),
    ]);
    expect(take()).toEqual(["+first gap", "seen 1 l 7.2", "held", "+second gap", "new"]);
  });

  it("keeps the order of live messages, whatever that of the log within a second", () => {
    lose(1_000);
    recovery.due(5);
    for (const data of ["a", "b", "c"]) say(data, T);
    answer(
      5,
      ["missed", "c", "a", "b", "late"].map((data) => logged(data, T)),
    );
    expect(take().filter((each) => !each.startsWith("seen") && !each.startsWith("gap"))).toEqual([
      ...["+missed", "a", "b", "c", "+late"],
    ]);
  });

  it("of private messages is told at once, and nothing waits where no connection will come", () => {
    recovery.begin({ channel: "msg", from: NOW, to: NOW });
    expect(take()).toEqual(["gap 0 0"]);
    lose(1_000);
    recovery.due(5);
    say("held");
    recovery.interrupt([CHANNEL]);
    recovery.giveUp();
    expect(take()).toEqual([expect.stringMatching(/^gap/), "held"]);
  });

  it("is told without a log: where the page does not want it, or none is known", () => {
    recovers = false;
    lose(1_000);
    recovers = undefined;
    lose(1_000);
    expect(take()).toHaveLength(2);
    recovery.learn([CHANNEL]);
    lose(1_000);
    expect(take()).toEqual([]);
    expect(recovery.due(5)).toEqual([CHANNEL]);
  });

  it("is asked for again after 3 s, and given up after 15", () => {
    lose(1_000);
    recovery.due(5);
    say("held");
    now = 2_999;
    recovery.tick();
    expect(recovery.due(6)).toEqual([]);
    now = 3_001;
    recovery.tick();
    expect(recovery.due(6)).toEqual([CHANNEL]);
    now = 15_001;
    recovery.tick();
    expect(take()).toEqual([expect.stringMatching(/^gap/), "held"]);
    answer(6, [logged("late", T)]);
    expect(take()).toEqual([]);
  });

  it("is given up if too much waits for it", () => {
    lose(1_000);
    recovery.due(5);
    for (let i = 0; i < 1_001; i++) say(String(i));
    expect(take()).toHaveLength(1_002);
    say("more");
    expect(take()).toEqual(["more"]);
  });

  it("of a channel that this tab leaves is forgotten, with what waits", () => {
    lose(1_000);
    recovery.due(5);
    say("held");
    recovery.want([]);
    answer(5, [logged("a", T)]);
    expect(take()).toEqual([]);
  });

  it("is filled behind the last known message if the server does not tell its time", () => {
    recovery.clock.begin(0);
    const timeless = (data: string) => logged(data, 0);
    recovery = new Recovery({
      recovers: () => true,
      onMessage: ({ data }) => heard.push(String(data)),
      onSeen: () => undefined,
      onGap: () => heard.push("gap"),
    });
    recovery.want([CHANNEL]);
    say("a", 0);
    lose(1_000);
    recovery.due(5);
    answer(5, ["old", "a", "b"].map(timeless));
    expect(take()).toEqual(["a", "b"]);
  });
});
