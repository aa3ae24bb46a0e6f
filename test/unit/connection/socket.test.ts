import { describe, expect, it, vi } from "vitest";
import { FakeSocket } from "../../support/fake-socket";
import { A_RETRY, newLink, openedLink, useFakeTimeAndSockets } from "./socket-bench";

useFakeTimeAndSockets();

describe("a socket link", () => {
  it("waits until it is opened, however long, and then needs no timer", async () => {
    const url = vi.fn(() => "ws://server");
    const { link } = newLink(url);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(url).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
    link.open();
    expect(FakeSocket.all, "before the end of the task").toHaveLength(1);
    await vi.advanceTimersByTimeAsync(0);
    expect(FakeSocket.all).toHaveLength(1);
    FakeSocket.last.open();
    expect(link.isOpen).toBe(true);
  });

  it.each(["made", "opened", "connecting", "open", "waiting"])(
    "stays closed for good, and leaves no timer, if it is closed when it is %s",
    async (when) => {
      const url = vi.fn(() => "ws://server");
      const { link, events } = newLink(url);
      const isBegun = !["made", "opened"].includes(when);
      if (when !== "made") link.open();
      if (isBegun) await vi.advanceTimersByTimeAsync(0);
      if (when === "open") FakeSocket.last.open();
      if (when === "waiting") FakeSocket.last.fail();
      if (isBegun) await vi.advanceTimersByTimeAsync(0);
      const { length } = FakeSocket.all;
      events.onClose.mockClear();
      events.onOpen.mockClear();
      url.mockClear();
      link.close();
      await Promise.resolve();
      // That library's first timer is of no delay, and cannot be ended.
      if (isBegun) expect(vi.getTimerCount()).toBe(0);
      link.open();
      link.wake();
      await vi.advanceTimersByTimeAsync(60_000);
      expect(FakeSocket.all).toHaveLength(length);
      for (const { readyState } of FakeSocket.all) expect(readyState).toBeGreaterThan(1);
      expect(url, "an address needs a key").not.toHaveBeenCalled();
      expect(events.onOpen).not.toHaveBeenCalled();
      expect(events.onClose).not.toHaveBeenCalled();
      expect(link.isOpen).toBe(false);
      expect(vi.getTimerCount()).toBe(0);
    },
  );

  it("closes its first socket, too, if it is closed in the task that has opened it", async () => {
    const { link } = newLink();
    await vi.advanceTimersByTimeAsync(0);
    link.open();
    link.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.all.map(({ readyState }) => readyState)).toEqual([2]);
  });

  it("may be closed in its own close event, and replaced by another", async () => {
    const { link, events } = newLink();
    const next = newLink();
    events.onClose.mockImplementation(() => {
      link.close();
      next.link.open();
    });
    link.open();
    await vi.advanceTimersByTimeAsync(0);
    FakeSocket.last.open();
    FakeSocket.last.drop();
    await vi.advanceTimersByTimeAsync(A_RETRY);
    expect(FakeSocket.all).toHaveLength(2);
    FakeSocket.last.open();
    expect(next.events.onOpen).toHaveBeenCalledTimes(1);
    expect(events.onOpen).toHaveBeenCalledTimes(1);
  });

  it("hears nothing of a socket it has left", async () => {
    const { link, events, socket } = await openedLink();
    link.close();
    socket.receive("late");
    socket.drop();
    expect(events.onText).not.toHaveBeenCalled();
    expect(events.onClose).not.toHaveBeenCalled();
  });

  it("replaces a connection that looks alive", async () => {
    const { link, events, socket } = await openedLink();
    link.replace();
    expect(events.onClose).toHaveBeenCalledExactlyOnceWith(1006);
    await vi.advanceTimersByTimeAsync(A_RETRY);
    FakeSocket.last.open();
    socket.receive("from the grave");
    socket.drop();
    expect(events.onText).not.toHaveBeenCalled();
    expect(events.onClose).toHaveBeenCalledTimes(1);
    expect(link.isOpen).toBe(true);
  });

  it("ignores an attempt that succeeds after it was given up", async () => {
    const { link, events } = newLink();
    link.open();
    await vi.advanceTimersByTimeAsync(0);
    const late = FakeSocket.last;
    link.close();
    late.open();
    expect(events.onOpen).not.toHaveBeenCalled();
  });

  it("writes only what a socket takes", async () => {
    const { link, socket } = await openedLink();
    newLink().link.write("nowhere");
    link.write("one");
    socket.close();
    expect(link.isOpen).toBe(false);
    link.write("two");
    expect(socket.sent).toEqual(["one"]);
  });

  it("reports an address that the browser refuses, and leaves nothing behind", async () => {
    vi.stubGlobal(
      "WebSocket",
      class {
        constructor() {
          throw new DOMException("The URL 'ws://h/ws/sesion=KEY' is invalid", "SyntaxError");
        }
      },
    );
    const { link, events } = newLink();
    link.open();
    await vi.advanceTimersByTimeAsync(0);
    expect(events.onImpossible).toHaveBeenCalledExactlyOnceWith(
      "The browser refuses node or wss (SyntaxError)",
      "SyntaxError",
    );
    expect(vi.getTimerCount()).toBe(0);
  });

  it("reports that there is no WebSocket, and what to do about it", async () => {
    vi.stubGlobal("WebSocket", undefined);
    const { link, events } = newLink();
    link.open();
    await vi.advanceTimersByTimeAsync(0);
    expect(events.onImpossible).toHaveBeenCalledExactlyOnceWith(
      expect.stringMatching(/^There is no WebSocket here: use Node 22 or newer/),
      expect.any(String),
    );
    expect(events.onAttempt).not.toHaveBeenCalled();
  });

  it("hears texts only", async () => {
    const { events, socket } = await openedLink();
    socket.dispatchEvent(new MessageEvent("message", { data: new ArrayBuffer(8) }));
    socket.receive("text");
    expect(events.onText.mock.calls).toEqual([["text"]]);
  });
});
