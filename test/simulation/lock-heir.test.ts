/** By locks, a leader knows which tab the browser will make the next leader. */
import { expect, it } from "vitest";
import { settle } from "../support/tab-time";
import { locks, leaderNames, Member, members } from "./candidate";

const join = (name: string) => {
  const member = new Member(name, "lock", undefined);
  members.push(member);
  return member.join();
};

/** The heir that a leader finds. */
async function heirOf(leader: Member): Promise<string | undefined> {
  leader.tab.run(() => leader.elector.survey());
  await settle();
  return leader.elector.heir;
}

it("finds the first tab that waits for the lock", async () => {
  const first = join("a");
  await settle();
  for (const name of ["c", "b"]) {
    join(name);
    await settle();
  }
  expect(await heirOf(first)).toBe("c");
});

it("finds none where it is alone", async () => {
  const first = join("a");
  await settle();
  expect(await heirOf(first)).toBeUndefined();
});

it("finds another tab where it has stolen the lock, and waits for it itself", async () => {
  join("a");
  await settle();
  const thief = join("b");
  await settle();
  join("c");
  await settle();
  thief.depose();
  await settle();
  // For the case that the lock is stolen from it.
  expect(locks.of(thief.tab).pending).toContain("group");
  expect(await heirOf(thief)).toBe("c");
  // And that tab does lead next.
  thief.leave();
  await settle();
  expect(leaderNames()).toEqual(["c"]);
});

it("finds none where it has stolen the lock from the only other tab, which ended", async () => {
  const first = join("a");
  await settle();
  const thief = join("b");
  await settle();
  first.tab.freeze();
  thief.depose();
  await settle();
  first.tab.kill();
  await settle();
  expect(await heirOf(thief)).toBeUndefined();
});
