import { Server } from "mock-socket";
import { describe, expect, it, vi } from "vitest";
import { SocketLink } from "../../../src/connection/socket";
import { FakeSocket } from "../../support/fake-socket";
import { A_RETRY, newLink, openedLink, useFakeTimeAndSockets } from "./socket-bench";

useFakeTimeAndSockets();

describe("a socket link", () => {
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

  it("waits for an address that has to be fetched", async () => {
    let fetched: (url: string) => void = () => undefined;
    const { link, events } = newLink(() => new Promise((resolve) => (fetched = resolve)));
    await vi.advanceTimersByTimeAsync(0);
    link.open();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(events.onAttempt).not.toHaveBeenCalled();
    fetched("ws://server/key");
    await vi.advanceTimersByTimeAsync(0);
    expect(FakeSocket.all.map(({ url }) => url)).toEqual(["ws://server/key"]);
    expect(events.onAttempt).toHaveBeenCalledTimes(1);
  });

  it("tells when the next attempt begins", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    const { link, events } = newLink();
    link.open();
    await vi.advanceTimersByTimeAsync(0);
    FakeSocket.last.fail();
    expect(link.retryAt).toBe(Date.now() + 200);
    await vi.advanceTimersByTimeAsync(199);
    expect(events.onAttempt).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(events.onAttempt).toHaveBeenCalledTimes(2);
  });

  it("tells the true code of each end, once", async () => {
    const { events, socket } = await openedLink();
    socket.drop(1011);
    await vi.advanceTimersByTimeAsync(A_RETRY);
    FakeSocket.last.fail();
    await vi.advanceTimersByTimeAsync(0);
    expect(events.onClose.mock.calls).toEqual([[1011], [1006]]);
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
