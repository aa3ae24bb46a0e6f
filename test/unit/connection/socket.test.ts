import { Server } from "mock-socket";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SocketLink, type SocketEvents } from "../../../src/connection/socket";
import { FakeSocket } from "../../support/fake-socket";

/** Longer than the delay after a first failure. */
const A_RETRY = 401;

function newLink(url: () => string = () => "ws://server") {
  const events = {
    onOpen: vi.fn<SocketEvents["onOpen"]>(),
    onText: vi.fn<SocketEvents["onText"]>(),
    onAttempt: vi.fn<SocketEvents["onAttempt"]>(),
    onClose: vi.fn<SocketEvents["onClose"]>(),
    onImpossible: vi.fn<SocketEvents["onImpossible"]>(),
  };
  return { link: new SocketLink(url, events), events };
}

async function openedLink() {
  const { link, events } = newLink();
  link.open();
  await vi.advanceTimersByTimeAsync(0);
  FakeSocket.last.open();
  return { link, events, socket: FakeSocket.last };
}

describe("a socket link", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    FakeSocket.install();
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("opens the sockets of another network, and heeds as many wake-ups as that says", async () => {
    const opened: string[] = [];
    const open = (url: string) => {
      opened.push(url);
      return new FakeSocket(url) as unknown as WebSocket;
    };
    vi.stubGlobal("WebSocket", undefined);
    const { events } = newLink();
    const link = new SocketLink(() => "ws://other", events, { open, wakeGapMs: 0 });
    link.open();
    await vi.advanceTimersByTimeAsync(0);
    for (const attempt of [1, 2, 3]) {
      expect(opened).toHaveLength(attempt);
      FakeSocket.last.fail();
      await vi.advanceTimersByTimeAsync(0);
      link.wake();
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(opened).toEqual(Array(4).fill("ws://other"));
    link.close();
  });

  it("connects without delay, and asks for the address at each attempt", async () => {
    let attempt = 0;
    const { link } = newLink(() => `ws://server/${++attempt}`);
    link.open();
    await vi.advanceTimersByTimeAsync(0);
    FakeSocket.last.fail();
    await vi.advanceTimersByTimeAsync(A_RETRY);
    expect(FakeSocket.all.map(({ url }) => url)).toEqual(["ws://server/1", "ws://server/2"]);
  });

  it("tells the true code of each end, once", async () => {
    const { events, socket } = await openedLink();
    socket.drop(1011);
    await vi.advanceTimersByTimeAsync(A_RETRY);
    FakeSocket.last.fail();
    await vi.advanceTimersByTimeAsync(0);
    expect(events.onClose.mock.calls).toEqual([[1011], [1006]]);
  });

  it("waits until it is opened, however long, and then needs no timer", async () => {
    const url = vi.fn(() => "ws://server");
    const { link } = newLink(url);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(url).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
    link.open();
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    expect(FakeSocket.all).toHaveLength(1);
  });

  it.each(["made", "opened", "connecting", "open", "waiting"])(
    "stays closed for good, and leaves no timer, if it is closed when it is %s",
    async (when) => {
      const { link, events } = newLink();
      const isBegun = !["made", "opened"].includes(when);
      if (when !== "made") link.open();
      if (isBegun) await vi.advanceTimersByTimeAsync(0);
      if (when === "open") FakeSocket.last.open();
      if (when === "waiting") FakeSocket.last.fail();
      if (isBegun) await vi.advanceTimersByTimeAsync(0);
      const { length } = FakeSocket.all;
      events.onClose.mockClear();
      events.onOpen.mockClear();
      link.close();
      await Promise.resolve();
      // That library's first timer is of no delay, and cannot be ended.
      if (isBegun) expect(vi.getTimerCount()).toBe(0);
      link.open();
      link.wake();
      await vi.advanceTimersByTimeAsync(60_000);
      expect(FakeSocket.all).toHaveLength(length);
      expect(events.onOpen).not.toHaveBeenCalled();
      expect(events.onClose).not.toHaveBeenCalled();
      expect(link.isOpen).toBe(false);
      expect(vi.getTimerCount()).toBe(0);
    },
  );

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

  it("gives up an attempt that takes longer than 10 s, and counts it as failed", async () => {
    const { link, events } = newLink();
    link.open();
    await vi.advanceTimersByTimeAsync(10_001);
    await vi.advanceTimersByTimeAsync(A_RETRY);
    expect(events.onClose).toHaveBeenCalledExactlyOnceWith(1006);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("retries soon after a connection that lasted", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.999);
    const { link, events } = newLink();
    link.open();
    for (const pause of [0, 400, 700]) {
      await vi.advanceTimersByTimeAsync(pause);
      FakeSocket.last.fail();
    }
    await vi.advanceTimersByTimeAsync(1_200);
    FakeSocket.last.open();
    await vi.advanceTimersByTimeAsync(11_000);
    FakeSocket.last.drop();
    await vi.advanceTimersByTimeAsync(A_RETRY);
    FakeSocket.last.open();
    expect(events.onOpen).toHaveBeenCalledTimes(2);
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

  it("waits longer after each failure, and tries at once when woken", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.999);
    const { link } = newLink();
    link.open();
    await vi.advanceTimersByTimeAsync(0);
    FakeSocket.last.fail();
    await vi.advanceTimersByTimeAsync(390);
    expect(FakeSocket.all).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(20);
    expect(FakeSocket.all).toHaveLength(2);
    FakeSocket.last.fail();
    await vi.advanceTimersByTimeAsync(600);
    expect(FakeSocket.all).toHaveLength(2);
    link.wake();
    await vi.advanceTimersByTimeAsync(0);
    expect(FakeSocket.all).toHaveLength(3);
  });

  it("writes only what a socket takes", async () => {
    const { link, socket } = await openedLink();
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

  it("survives a server that comes and goes", async () => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
    vi.spyOn(Math, "random").mockReturnValue(0);
    let server = new Server("ws://mocked", { mock: true });
    server.on("connection", (socket) => socket.send("hello"));
    const { link, events } = newLink(() => "ws://mocked");
    link.open();
    await vi.waitFor(() => expect(events.onText).toHaveBeenCalledWith("hello"));
    server.close({ code: 1001, reason: "", wasClean: true });
    await vi.waitFor(() => expect(events.onClose).toHaveBeenCalledWith(1001));
    server.stop();
    server = new Server("ws://mocked", { mock: true });
    server.on("connection", (socket) => socket.send("hello again"));
    await vi.waitFor(() => expect(events.onText).toHaveBeenCalledWith("hello again"));
    link.close();
    server.stop();
  });
});
