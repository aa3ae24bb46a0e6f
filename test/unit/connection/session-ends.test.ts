import { describe, expect, it, vi } from "vitest";
import type { Session } from "../../../src/connection/session";
import { statisticsCommand } from "../../../src/protocol/commands";
import { FakeSocket, INFO } from "../../support/fake-socket";
import { counted, FATAL, FENCE, logged, markerOf } from "../../support/frames";
import {
  ask,
  askLog,
  connected,
  count,
  newSession,
  opened,
  publish,
  reconnected,
  useFakeSockets,
  textsOf,
} from "./session-bench";

useFakeSockets();

describe("a session whose connection is lost", () => {
  it("forgets what was in flight, and knows for how long it was silent", async () => {
    const { session, socket, listener } = await connected();
    const onDone = ask(session, count());
    const marker = markerOf(socket);
    vi.spyOn(Date, "now").mockReturnValue(5_000);
    socket.receive(logged("x"));
    vi.mocked(Date.now).mockReturnValue(9_000);
    socket.drop(1011);
    expect(listener.onDisconnect).toHaveBeenCalledExactlyOnceWith(0, 1011, expect.any(Number));
    expect(session.silence).toBe(4_000);
    vi.mocked(Date.now).mockRestore();
    const next = await reconnected();
    expect(next.sent).toEqual([]);
    next.receive(counted(marker));
    expect(onDone).not.toHaveBeenCalled();
  });

  it("takes no commands as soon as its socket is closing", async () => {
    const { session, socket } = await connected();
    socket.close();
    expect(session.isConnected).toBe(false);
    socket.drop();
    await reconnected();
    expect(session.isConnected).toBe(true);
  });

  it("notices that by a fence without an answer", async () => {
    const { socket, listener } = await connected();
    await vi.advanceTimersByTimeAsync(25_000);
    expect(socket.sent).toEqual([expect.stringMatching(FENCE)]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(listener.onDisconnect).toHaveBeenCalledExactlyOnceWith(0, 1006, expect.any(Number));
    const next = await reconnected();
    expect(listener.onConnect).toHaveBeenCalledTimes(2);
    expect(next.sent).toEqual([]);
  });

  it("connects at once when it is woken", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.999);
    const { session, socket } = await connected();
    socket.drop();
    await vi.advanceTimersByTimeAsync(100);
    expect(FakeSocket.all).toHaveLength(1);
    session.wake();
    await vi.advanceTimersByTimeAsync(0);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("asks the server when it is woken, until it is stopped", async () => {
    const { session, socket } = await connected();
    session.wake();
    expect(socket.sent).toHaveLength(1);
    session.stop();
    session.wake();
    expect(socket.sent).toHaveLength(1);
  });
});

describe("a session's address is told", () => {
  it("which attempts failed, and which sockets ended", async () => {
    const { session, address } = newSession();
    /** The socket of the next attempt. */
    const next = async () => {
      const { length } = FakeSocket.all;
      while (FakeSocket.all.length === length) await vi.advanceTimersByTimeAsync(100);
      return FakeSocket.last;
    };
    session.start();
    await vi.advanceTimersByTimeAsync(0);
    FakeSocket.last.drop();
    const silent = await next();
    silent.open();
    silent.drop();
    expect(address.failed.mock.calls).toEqual([[0], [0]]);
    for (const ended of [0, 1]) {
      const socket = await next();
      socket.open();
      socket.receive(INFO);
      expect(address.ended).toHaveBeenCalledTimes(ended);
      if (ended) session.stop();
      else socket.drop();
    }
    session.stop();
    expect(address.ended.mock.calls).toEqual([[0], [0]]);
    expect(address.failed).toHaveBeenCalledTimes(2);
  });

  it("that the server was reached, and may have the socket replaced", async () => {
    const { session, listener, address } = newSession();
    address.connected.mockReturnValueOnce(false);
    session.start();
    await vi.advanceTimersByTimeAsync(0);
    FakeSocket.last.open();
    FakeSocket.last.receive(INFO);
    expect(FakeSocket.last.readyState).toBe(2);
    expect(listener.onConnect).not.toHaveBeenCalled();
    expect(listener.onDisconnect).toHaveBeenCalledTimes(1);
    await reconnected();
    expect(listener.onConnect).toHaveBeenCalledTimes(1);
    expect(FakeSocket.all).toHaveLength(2);
  });
});

describe("a session", () => {
  it("stops for good if the server refuses it", async () => {
    const { session, listener, socket } = await connected();
    socket.receive(FATAL);
    expect(listener.onFatal).toHaveBeenCalledExactlyOnceWith(
      0,
      expect.objectContaining({ code: "fatal", value: 401, message: "The server refuses: no" }),
    );
    expect(session.isConnected).toBe(false);
    socket.drop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.all).toHaveLength(1);
    expect(listener.onDisconnect).not.toHaveBeenCalled();
  });

  it("stops for good if the browser refuses its address", async () => {
    const { session, listener } = newSession();
    vi.stubGlobal("WebSocket", function () {
      throw new DOMException("no", "SecurityError");
    });
    session.start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(listener.onFatal).toHaveBeenCalledExactlyOnceWith(
      0,
      expect.objectContaining({
        code: "fatal",
        value: "SecurityError",
        message: "The browser refuses node or wss (SecurityError)",
      }),
    );
    expect(listener.onAttempt).not.toHaveBeenCalled();
  });

  it.each([
    ["a command", (session: Session) => ask(session, publish("x")), [FENCE]],
    ["nothing", () => undefined, []],
  ])(
    "that waits for %s, while the server says other things, asks: %j",
    async (_, act, expected) => {
      const { session, socket } = await connected();
      act(session);
      for (let s = 0; s < 15; s += 5) {
        await vi.advanceTimersByTimeAsync(5_000);
        socket.receive(logged("x"));
      }
      const asked = socket.sent.filter((text) => FENCE.test(text));
      expect(asked).toEqual(expected.map((fence) => expect.stringMatching(fence)));
    },
  );

  it("settles statistics when they are written", async () => {
    const { session, socket } = await connected();
    expect(ask(session, statisticsCommand({ a: 1 }))).toHaveBeenCalledExactlyOnceWith();
    expect(socket.sent).toEqual(['statistics\n{"a":1}']);
  });

  it("names a frame that it cannot read", async () => {
    const { socket, listener } = await connected();
    socket.receive('{"jscode":"attack()"}');
    expect(listener.onIgnored).toHaveBeenCalledExactlyOnceWith("code sent by the server");
    expect(listener.onMessage).not.toHaveBeenCalled();
  });

  it("reads the frames of an old server: several messages in one, the sender in the data", async () => {
    const { session, socket, listener } = await opened();
    socket.receive({ ...INFO, authorized: "true" });
    const texts = ['{"pipe":"web_a","data":"A::1;x"}', '{"pipe":"web_b","data":"A::2;y"}'];
    socket.receive(texts.join("\n"));
    expect(textsOf(listener)).toEqual(texts);
    const { onLog } = askLog(session);
    socket.receive(logged("A::12;text"));
    expect(onLog).toHaveBeenCalledWith(expect.objectContaining({ userId: 12, data: "text" }));
  });

  it("passes nothing on after stop(), not even the rest of a frame", async () => {
    const { session, listener, socket } = await connected();
    listener.onMessage.mockImplementation(() => session.stop());
    socket.receive('{"pipe":"web_a","data":"1"}\n{"pipe":"web_a","data":"2"}');
    socket.drop();
    expect(listener.onMessage).toHaveBeenCalledTimes(1);
    expect(listener.onDisconnect).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });
});
