/**
 * A follower among leaders that are closed, crash, hand over or are deposed, over a bus that loses,
 * doubles and delays messages. Whatever happens, in whatever order: the page hears each message at
 * most once and in order, and misses none without having been told that the server could not be
 * reached (invariant 3); each command is written at most once, or its caller is told that nobody
 * knows (invariant 4).
 */
import fc from "fast-check";
import { expect, it, vi } from "vitest";
import { World } from "./model-world";

vi.mock("../../../src/platform/tasks", () => import("./model-tasks"));

type Step = (world: World) => void;

const delivery = fc
  .tuple(fc.nat(3), fc.constantFrom("once", "once", "once", "twice", "never"))
  .map(([choice, how]): [string, Step] => [
    `deliver ${choice} ${how}`,
    (world) => world.deliver(choice, how),
  ]);

/** Messages of the server reach the leaders that are alive. */
const STEPS: Record<string, Step> = {
  say: (world) => {
    world.said++;
    for (const leader of world.leaders) if (leader.isAlive) leader.listen();
  },
  give: (world) => world.give(),
  tick: (world) => world.follower.tick(),
  announce: (world) => world.leader.lead(),
  close: (world) => {
    world.resign(false);
    world.said++;
    world.begin("free");
  },
  crash: (world) => {
    world.leader.isAlive = false;
    world.said++;
    world.begin("free");
  },
  "hand over": (world) => {
    // An heir has heard all that was said before.
    world.settle();
    world.resign(true);
    world.begin("continued");
  },
  depose: (world) => world.begin("forced"),
  "succeed, knowing all": (world) => world.succeed(0),
  "succeed, knowing less": (world) => world.succeed(3),
};

const step = fc.oneof(
  { arbitrary: delivery, weight: 6 },
  { arbitrary: fc.constantFrom("say", "give"), weight: 4 },
  { arbitrary: fc.constantFrom(...Object.keys(STEPS)), weight: 1 },
);

function run(steps: (string | [string, Step])[]): World {
  const world = new World();
  for (const each of steps) (typeof each === "string" ? STEPS[each] : each[1])?.(world);
  return world;
}

/** Each message once and in order; a jump only where the page knew that it was disconnected. */
function expectOrder(told: World["told"]): void {
  let last: number | undefined;
  let isConnected = false;
  let mayJump = true;
  for (const each of told) {
    if (typeof each === "string") {
      isConnected = each === "connected";
      mayJump ||= !isConnected;
      continue;
    }
    if (last !== undefined) expect(each).toBeGreaterThan(last);
    if (last !== undefined && !mayJump) expect(each).toBe(last + 1);
    last = each;
    mayJump = !isConnected;
  }
}

it("a follower hears everything once and in order, and each command is written once, whatever happens", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: "max" }), (steps) => {
      const world = run(steps);
      world.settle();
      expectOrder(world.told);
      for (const [text, outcomes] of world.outcomes) {
        const times = world.written.filter((each) => each === text).length;
        expect([text, outcomes.length]).toEqual([text, 1]);
        expect(["done", "unconfirmed"]).toContain(outcomes[0]);
        if (outcomes[0] === "done") expect([text, times]).toEqual([text, 1]);
        expect(times).toBeLessThan(2);
      }
      // The end of all that: the tab hears the leader that is left.
      world.said++;
      world.settle();
      expect(world.told.at(-1)).toBe(world.said - 1);
    }),
    { numRuns: 1_500 },
  );
});

it("a follower loses nothing when leaders hand over and no message is lost", () => {
  const orderly = fc.oneof(
    fc
      .nat(3)
      .map((choice): [string, Step] => ["deliver", (world) => world.deliver(choice, "once")]),
    fc.constantFrom("say", "give", "hand over", "tick"),
  );
  fc.assert(
    fc.property(fc.array(orderly, { maxLength: 60, size: "max" }), (steps) => {
      const world = run(["announce"]);
      world.settle();
      for (const each of steps) (typeof each === "string" ? STEPS[each] : each[1])?.(world);
      world.settle();
      const all = Array.from({ length: world.said }, (_, index) => index);
      expect(world.told).toEqual(["connected", ...all]);
      expect([...world.outcomes.values()]).toEqual([...world.outcomes].map(() => ["done"]));
    }),
    { numRuns: 1_500 },
  );
});
