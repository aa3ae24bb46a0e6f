// @vitest-environment jsdom
/**
 * The traps of reconnecting-websocket 4.4 that connection/socket.ts works around. If one of these
 * tests fails after an update, the workaround may go.
 */
import ReconnectingWebSocket from "reconnecting-websocket";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { FakeSocket } from "../../support/fake-socket";

const options = { WebSocket: FakeSocket, minReconnectionDelay: 0, maxReconnectionDelay: 0 };
const settle = () => vi.advanceTimersByTimeAsync(60_000);

describe("reconnecting-websocket", () => {
  beforeEach(() => {
    FakeSocket.all = [];
    vi.useFakeTimers();
  });

  it("never connects again after close() before there was a socket", async () => {
    const socket = new ReconnectingWebSocket("ws://a", [], options);
    socket.close();
    await settle();
    socket.reconnect();
    await settle();
    expect(FakeSocket.all).toHaveLength(0);
  });

  it("never connects again after close() in a close handler", async () => {
    const socket = new ReconnectingWebSocket("ws://a", [], options);
    await vi.advanceTimersByTimeAsync(1);
    socket.addEventListener("close", () => socket.close());
    FakeSocket.last.open();
    FakeSocket.last.drop();
    await settle();
    socket.reconnect();
    await settle();
    expect(FakeSocket.all).toHaveLength(1);
  });

  it("never connects again after its last retry", async () => {
    const socket = new ReconnectingWebSocket("ws://a", [], { ...options, maxRetries: 0 });
    await vi.advanceTimersByTimeAsync(1);
    FakeSocket.last.fail();
    await settle();
    socket.reconnect();
    await settle();
    expect(FakeSocket.all).toHaveLength(1);
  });

  it("never tries again if the address provider rejects, and leaves the rejection unhandled", async () => {
    const unhandled = await unhandledRejection(async () => {
      new ReconnectingWebSocket(() => Promise.reject(new Error("no address")), [], options);
      await settle();
    });
    expect(unhandled).toMatchObject({ message: "no address" });
    expect(FakeSocket.all).toHaveLength(0);
  });

  it("never tries again if the constructor throws, and leaves the rejection unhandled", async () => {
    let attempts = 0;
    class Throwing {
      static readonly CLOSING = 2;
      constructor() {
        attempts++;
        throw new Error("bad address");
      }
    }
    const unhandled = await unhandledRejection(async () => {
      new ReconnectingWebSocket("ws://a", [], { ...options, WebSocket: Throwing });
      await settle();
    });
    expect(unhandled).toMatchObject({ message: "bad address" });
    expect(attempts).toBe(1);
  });

  it("reports a failed attempt as a clean close with code 1000", async () => {
    const socket = new ReconnectingWebSocket("ws://a", [], options);
    const closed = vi.fn();
    socket.addEventListener("close", ({ code, wasClean }) => closed(code, wasClean));
    await vi.advanceTimersByTimeAsync(1);
    FakeSocket.last.fail();
    expect(closed.mock.calls[0]).toEqual([1000, true]);
    socket.close();
  });

  it("writes its queue before it says that it is open", async () => {
    const socket = new ReconnectingWebSocket("ws://a", [], options);
    socket.addEventListener("open", () => socket.send("list of channels"));
    socket.send("message");
    await vi.advanceTimersByTimeAsync(1);
    FakeSocket.last.open();
    expect(FakeSocket.last.sent).toEqual(["message", "list of channels"]);
    socket.close();
  });

  it("keeps an event from later listeners if one throws", async () => {
    const socket = new ReconnectingWebSocket("ws://a", [], options);
    const later = vi.fn();
    socket.addEventListener("message", () => {
      throw new Error("from a listener");
    });
    socket.addEventListener("message", later);
    await vi.advanceTimersByTimeAsync(1);
    const reported = vi.fn((event: ErrorEvent) => event.preventDefault());
    window.addEventListener("error", reported);
    FakeSocket.last.receive("x");
    window.removeEventListener("error", reported);
    expect(later).not.toHaveBeenCalled();
    socket.close();
  });
});

/** Runs `action`, and returns the rejection that nobody handled in it. */
async function unhandledRejection(action: () => Promise<void>): Promise<unknown> {
  const others = process.rawListeners("unhandledRejection") as NodeJS.UnhandledRejectionListener[];
  process.removeAllListeners("unhandledRejection");
  const seen = vi.fn();
  process.on("unhandledRejection", seen);
  await action();
  vi.useRealTimers();
  await vi.waitFor(() => expect(seen).toHaveBeenCalled());
  process.removeAllListeners("unhandledRejection");
  for (const other of others) process.on("unhandledRejection", other);
  return seen.mock.calls[0]?.[0];
}
