/** What each elector does besides. */
import { describe, expect, it, vi } from "vitest";
import { MessageElector } from "../../src/tabs/election/message-elector";
import type { TabMessage } from "../../src/tabs/messages";
import { FakeTab } from "../support/fake-tab";
import { pass, settle, until } from "../support/tab-time";
import { A_WHILE, locks, masterNames, Member, members } from "./candidate";

describe("LockElector", () => {
  const join = (name: string) => {
    const member = new Member(name, "lock", undefined);
    members.push(member);
    return member.join();
  };

  it("elects the next at once, however the master ended", async () => {
    const [first, second, third] = [join("a"), join("b"), join("c")];
    await settle();
    first.tab.kill();
    await settle();
    second.tab.fire(new Event("pagehide"));
    second.leave();
    await settle();
    expect(third.elected).toEqual([false]);
  });

  it("says that it is unable where locks are forbidden", async () => {
    locks.refuses = new DOMException("no", "SecurityError");
    const member = join("a");
    await settle();
    expect(member.onUnable).toHaveBeenCalledTimes(1);
    member.leave();
    await settle();
    expect(member.elected).toEqual([]);
    expect(member.onUnable).toHaveBeenCalledTimes(1);
  });

  it("steps down when somebody steals the lock, and waits for it again", async () => {
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
    expect(first).toMatchObject({ deposed: 1, isMaster: false });
    expect(locks.of(first.tab).pending).toEqual(["group"]);
    giveBack?.();
    await settle();
    expect(first).toMatchObject({ elected: [false, false], deposed: 1, isMaster: true });
    expect(first.onUnable).not.toHaveBeenCalled();
  });

  it("goes on when it deposes itself", async () => {
    const [first, second] = [join("a"), join("b")];
    await settle();
    second.depose();
    second.depose();
    await settle();
    expect(masterNames()).toEqual([second.name]);
    expect(first).toMatchObject({ deposed: 1, isMaster: false });
    second.leave();
    await settle();
    expect(masterNames()).toEqual([first.name]);
    expect(locks.of(second.tab)).toEqual({ held: [], pending: [] });
  });

  it("tells of tabs that ended without a word, until it leaves", async () => {
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

describe("MessageElector", () => {
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
    ...{ type: "lead", from: "x", term, at: 0, last: 0, shards: [], tabs: [] },
    ...{ start: { type: "free" }, queue: [], duties: [] },
  };

  it("makes the one that a resignation names lead at once, without a timer", () => {
    const { elector, events } = newElector("a");
    elector.join();
    elector.hear(lead);
    elector.hear(resign("a"));
    expect(events.onElected).toHaveBeenCalledExactlyOnceWith(false);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("gives the one that a resignation names time, and takes over where it is dead", async () => {
    const { elector, events } = newElector("a");
    elector.join();
    elector.hear(lead);
    elector.hear(resign("b"));
    await pass(200);
    expect(events.onElected).not.toHaveBeenCalled();
    await until(() => events.onElected.mock.calls.length === 1, 1_000);
  });

  it("takes the bye of a follower for what it is", async () => {
    const { elector, events } = newElector("a");
    elector.join();
    elector.hear(lead);
    elector.hear(bye);
    await pass(A_WHILE);
    expect(events.onElected).not.toHaveBeenCalled();
  });
});
