import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Liveness } from "../../../src/connection/liveness";

function newLiveness() {
  const events = { isWaiting: false, ask: vi.fn(), onDead: vi.fn() };
  const liveness = new Liveness(events);
  liveness.start();
  liveness.heard(); // the first frame
  return { liveness, events };
}

describe("the watch over a connection", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it("asks the server after 25 s of silence, and ends the connection 10 s later", () => {
    const { events } = newLiveness();
    vi.advanceTimersByTime(24_999);
    expect(events.ask).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(events.ask).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(9_999);
    expect(events.onDead).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(events.onDead).toHaveBeenCalledTimes(1);
    expect(events.ask).toHaveBeenCalledTimes(1);
  });

  it("leaves a connection alone that answers, or speaks by itself", () => {
    const { liveness, events } = newLiveness();
    events.ask.mockImplementation(() => liveness.heard());
    vi.advanceTimersByTime(300_000);
    expect(events.ask.mock.calls.length).toBeGreaterThan(5);
    events.ask.mockClear();
    for (let seconds = 0; seconds < 300; seconds += 20) {
      vi.advanceTimersByTime(20_000);
      liveness.heard();
    }
    expect(events.ask).not.toHaveBeenCalled();
    expect(events.onDead).not.toHaveBeenCalled();
  });

  it("expects the first frame within 10 s", () => {
    const { liveness, events } = newLiveness();
    liveness.stop();
    liveness.start();
    vi.advanceTimersByTime(10_000);
    expect(events.onDead).toHaveBeenCalledTimes(1);
  });

  it("asks after a sleep, and waits for the answer before it ends the connection", () => {
    const { liveness, events } = newLiveness();
    vi.advanceTimersByTime(20_000);
    vi.setSystemTime(Date.now() + 3_600_000); // the clock went on, the timers did not
    vi.advanceTimersByTime(1);
    expect(events.onDead).not.toHaveBeenCalled();
    liveness.check();
    expect(events.ask).toHaveBeenCalledTimes(1);
    liveness.heard();
    vi.advanceTimersByTime(20_000);
    expect(events.onDead).not.toHaveBeenCalled();
    liveness.check();
    vi.advanceTimersByTime(10_000);
    expect(events.onDead).toHaveBeenCalledTimes(1);
  });

  it("asks if requests stay unanswered though other messages arrive", () => {
    const { liveness, events } = newLiveness();
    events.isWaiting = true;
    for (let seconds = 0; seconds < 15; seconds++) {
      vi.advanceTimersByTime(1_000);
      liveness.heard();
    }
    expect(events.ask).toHaveBeenCalledTimes(1);
  });

  it("ends a dead connection in time though the page wakes up again and again", () => {
    const { liveness, events } = newLiveness();
    for (let seconds = 0; seconds < 12; seconds += 4) {
      liveness.check();
      vi.advanceTimersByTime(4_000);
    }
    expect(events.onDead).toHaveBeenCalledTimes(1);
  });

  it("does nothing once it is stopped", () => {
    const { liveness, events } = newLiveness();
    liveness.stop();
    liveness.check();
    vi.advanceTimersByTime(100_000);
    expect(events.ask).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });
});
