import { expect, it } from "vitest";
import { StateOfConnection } from "../../../src/client/connection-state";
import { Events } from "../../../src/client/events";
import type { StateChange } from "../../../src/api/types";

function newState() {
  const events = new Events();
  const changes: StateChange[] = [];
  events.on("state", (change) => changes.push(change));
  const state = new StateOfConnection(events);
  return { state, told: () => changes.splice(0).map((one) => `${one.previous} > ${one.state}`) };
}

it("the state is told once for each change, with the one before", () => {
  const { state, told } = newState();
  state.take({ type: "connected" });
  expect([state.current, told()]).toEqual(["stopped", []]);
  state.start();
  state.start();
  state.take({ type: "connecting" });
  state.take({ type: "connected" });
  expect(told()).toEqual(["stopped > connecting", "connecting > connected"]);
  state.take({ type: "refused", reason: "no" });
  state.stop(() => state.take({ type: "connecting" }));
  expect(told()).toEqual(["connected > refused", "refused > stopped"]);
  state.stop(() => undefined);
  expect(told()).toEqual([]);
});

it("a page that starts again while it stops has only begun anew", () => {
  const { state, told } = newState();
  state.start();
  state.take({ type: "connected" });
  told();
  state.stop(() => state.start());
  expect([state.current, told()]).toEqual(["connecting", ["connected > connecting"]]);
});
