import { expect, it, vi } from "vitest";
import { AuthState } from "../../../src/client/auth-state";
import { Events } from "../../../src/client/events";

function newState() {
  const state = new AuthState(new Events());
  const onSuccess = vi.fn();
  const onFail = vi.fn();
  state.on(true, onSuccess);
  state.on(false, onFail);
  return { state, onSuccess, onFail };
}

it("listeners of the authorisation are called at every change, not for the same status", () => {
  const { state, onSuccess, onFail } = newState();
  expect(state.status).toBeUndefined();
  for (const status of [false, false, true, true, true, false])
    if (status) state.authorize();
    else state.deny({ reason: "refused" });
  expect(onSuccess).toHaveBeenCalledTimes(1);
  expect(onFail.mock.calls).toEqual([[], []]);
  expect(state.status).toBe(false);
});

it("the authorisation is unknown again for another visitor", () => {
  const { state, onSuccess } = newState();
  state.authorize();
  state.reset();
  expect(state.status).toBeUndefined();
  state.authorize();
  expect(onSuccess).toHaveBeenCalledTimes(2);
});

it("a late listener is told the present authorisation once, and no former one", async () => {
  const { state } = newState();
  state.authorize();
  const late = vi.fn();
  const outdated = vi.fn();
  state.on(true, late);
  expect(late).not.toHaveBeenCalled();
  await vi.waitFor(() => expect(late).toHaveBeenCalledTimes(1));
  state.on(true, outdated);
  state.deny({ reason: "anonymous" });
  const after = vi.fn();
  state.on(false, after);
  await vi.waitFor(() => expect(after).toHaveBeenCalledTimes(1));
  expect(outdated).not.toHaveBeenCalled();
});

it("a listener of the authorisation that throws does not stop the others", () => {
  vi.useFakeTimers();
  const { state } = newState();
  state.on(true, () => {
    throw new Error("from the page");
  });
  const later = vi.fn();
  state.on(true, later);
  state.authorize();
  expect(later).toHaveBeenCalledTimes(1);
  expect(() => vi.runAllTimers()).toThrow("from the page");
  vi.useRealTimers();
});

it("a listener of the authorisation has to be a function", () => {
  expect(() => new AuthState(new Events()).on(true, "fn" as never)).toThrow('Bad callback "fn"');
});
