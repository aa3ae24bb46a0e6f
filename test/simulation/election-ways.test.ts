/** What one elector does and the other does not. */
import { describe, expect, it, vi } from "vitest";
import { MessageElector } from "../../src/tabs/election/message-elector";
import type { TabMessage } from "../../src/tabs/messages";
import { FakeTab } from "../support/fake-tab";
import { pass, settle, until } from "../support/tab-time";
import { A_WHILE, locks, leaderNames, Member, members } from "./candidate";

describe("an election by locks", () => {
  const join = (name: string) => {
    const member = new Member(name, "lock", undefined);
    members.push(member);
    return member.join();
  };

  it("elects the next tab at once, however the leader ended", async () => {
    const [first, second, third] = [join("a"), join("b"), join("c")];
    await settle();
    first.tab.kill();
    await settle();
    second.tab.fire(new Event("pagehide"));
    second.leave();
    await settle();
    expect(third.elected).toEqual([false]);
  });

  it("tells that it is unable if locks are forbidden", async () => {
    locks.refuses = new DOMException("no", "SecurityError");
    const member = join("a");
    await settle();
    expect(member.onUnable).toHaveBeenCalledTimes(1);
    member.leave();
    await settle();
    expect(member.elected).toEqual([]);
    expect(member.onUnable).toHaveBeenCalledTimes(1);
  });

  it("deposes a leader whose lock is stolen, which waits for the lock again", async () => {
    const first = join("a");
    await settle();
    const thief = new FakeTab("thief");
    const [name] = locks.of(first.tab).held.filter((held) => held === "group");
    let giveBack: (() => void) | undefined;
    void thief.run(() =>
      locks.request(String(name), { steal: true }, () => {
        return new Promise<void>((resolve) => (giveBack = resolve));
      }),
    );
    await settle();
    expect(first).toMatchObject({ deposed: 1, isLeader: false });
    expect(locks.of(first.tab).pending).toEqual(["group"]);
    giveBack?.();
    await settle();
    expect(first).toMatchObject({ elected: [false, false], deposed: 1, isLeader: true });
    expect(first.onUnable).not.toHaveBeenCalled();
  });

  it("elects one tab if a follower deposes the leader twice", async () => {
    const [first, second] = [join("a"), join("b")];
    await settle();
    second.depose();
    second.depose();
    await settle();
    expect(leaderNames()).toEqual([second.name]);
    expect(first).toMatchObject({ deposed: 1, isLeader: false });
    second.leave();
    await settle();
    expect(leaderNames()).toEqual([first.name]);
    expect(locks.of(second.tab)).toEqual({ held: [], pending: [] });
  });

  it("tells of tabs that ended without a word, until the tab leaves", async () => {
    const [first, second, third] = [join("a"), join("b"), join("c")];
    await settle();
    const onGone = vi.fn();
    first.tab.run(() => {
      for (const name of ["b", "c"]) first.elector.watch(name, () => onGone(name));
    });
    await settle();
    expect(onGone).not.toHaveBeenCalled();
    second.tab.kill();
    await settle();
    expect(onGone.mock.calls).toEqual([["b"]]);
    first.leave();
    third.tab.kill();
    await settle();
    expect(onGone).toHaveBeenCalledTimes(1);
    expect(locks.of(first.tab)).toEqual({ held: [], pending: [] });
  });
});

describe("an election by messages", () => {
  const newElector = (name: string) => {
    const events = { onElected: vi.fn(), onDeposed: vi.fn() };
    const post = vi.fn();
    return { elector: new MessageElector(name, events, post), events, post };
  };
  const term = { number: 1, leader: "x" };
  const resign = (heir: string): TabMessage => ({
    ...{ type: "resign", from: "x", term, last: 0, heir, isHandedOver: false },
  });
  const bye: TabMessage = { type: "bye", from: "x", commands: [] };
  const lead: TabMessage = {
    ...{ type: "lead", from: "x", term, at: 0, last: 0, shards: [], tabs: [], logs: [] },
    ...{ start: { type: "free" }, queue: [], duties: [] },
  };

  it("elects the heir that a resignation names at once, without a timer", () => {
    const { elector, events } = newElector("a");
    elector.join();
    elector.hear(lead);
    elector.hear(resign("a"));
    expect(events.onElected).toHaveBeenCalledExactlyOnceWith(false);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("elects another tab after a while if the heir is dead", async () => {
    const { elector, events } = newElector("a");
    elector.join();
    elector.hear(lead);
    elector.hear(resign("b"));
    await pass(200);
    expect(events.onElected).not.toHaveBeenCalled();
    await until(() => events.onElected.mock.calls.length === 1, 1_000);
  });

  it("elects no tab on the bye of a follower", async () => {
    const { elector, events } = newElector("a");
    elector.join();
    elector.hear(lead);
    elector.hear(bye);
    await pass(A_WHILE);
    expect(events.onElected).not.toHaveBeenCalled();
  });
});
