import { describe, expect, it, vi } from "vitest";
import { FakeSocket, INFO } from "../../support/fake-socket";
import {
  counted,
  CUT_REPORT,
  FENCE,
  kindsOf,
  logged,
  markerOf,
  REFUSAL,
  report,
} from "../../support/frames";
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

describe("a session that connects", () => {
  it("waits for start(), and is connected with the server's first frame", async () => {
    const { session, listener, url } = newSession();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(url).not.toHaveBeenCalled();
    session.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(FakeSocket.all.map((socket) => socket.url)).toEqual(["ws://server"]);
    FakeSocket.last.open();
    expect(FakeSocket.last.sent).toEqual([]);
    expect(session.isConnected).toBe(false);
    expect(listener.onConnect).not.toHaveBeenCalled();
    FakeSocket.last.receive(INFO);
    expect(session.isConnected).toBe(true);
    expect(listener.onConnect).toHaveBeenCalledExactlyOnceWith(0, JSON.stringify(INFO));
    expect(listener.onMessage).not.toHaveBeenCalled();
  });

  it("may end before it began", async () => {
    const { session, listener } = newSession();
    session.stop();
    session.start();
    await vi.advanceTimersByTimeAsync(60_000);
    session.stop();
    expect(FakeSocket.all).toHaveLength(0);
    expect(listener.onDisconnect).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("the channel list of a session", () => {
  it("is written first, with a fence whose answer says that it is in force", async () => {
    const { socket, listener } = await opened(["web_b", "web_a"]);
    expect(socket.sent).toEqual(["subscription\nweb_a\nweb_b", expect.stringMatching(FENCE)]);
    socket.receive(INFO);
    expect(listener.onSubscribed).not.toHaveBeenCalled();
    socket.receive(counted(markerOf(socket)));
    expect(listener.onSubscribed).toHaveBeenCalledExactlyOnceWith(0, ["web_b", "web_a"]);
    expect(listener.onMessage).not.toHaveBeenCalled();
  });

  it("is written again at once if it has changed, and only then", async () => {
    const { session, socket, listener } = await connected();
    session.setChannels(["web_a", "web_b"]);
    session.setChannels(["web_b", "web_a"]);
    expect(kindsOf(socket)).toEqual(["subscription", "pipe_count"]);
    session.setChannels([]);
    expect(socket.sent.slice(2)).toEqual(["subscription\n", expect.stringMatching(FENCE)]);
    socket.receive(counted(markerOf(socket)));
    expect(listener.onSubscribed.mock.calls).toEqual([
      [0, ["web_a", "web_b"]],
      [0, []],
    ]);
  });

  it("is not written if it is empty", async () => {
    const { session, socket } = await connected();
    session.setChannels([]);
    expect(socket.sent).toEqual([]);
  });

  it("waits for the next socket if this one is closing", async () => {
    const { session, socket } = await connected();
    socket.close();
    session.setChannels(["web_a"]);
    socket.drop();
    session.setChannels(["web_b"]);
    expect(socket.sent).toEqual([]);
    expect((await reconnected()).sent[0]).toBe("subscription\nweb_b");
  });
});

describe("a session that joins its channels again", () => {
  it("writes the list, though it has not changed", async () => {
    const { session, socket } = await connected(["web_a"]);
    session.rejoin();
    const list = "subscription\nweb_a";
    const fence = expect.stringMatching(FENCE);
    expect(socket.sent).toEqual([list, fence, list, fence]);
  });

  it("writes it once, when it connects, if it is not connected", async () => {
    const { session } = newSession();
    session.setChannels(["web_a"]);
    session.rejoin();
    session.start();
    await vi.advanceTimersByTimeAsync(0);
    session.rejoin();
    FakeSocket.last.open();
    expect(kindsOf(FakeSocket.last)).toEqual(["subscription", "pipe_count"]);
  });
});

describe("an answer in a session", () => {
  it("settles its command, and those before it that it passes over", async () => {
    const { session, socket, listener } = await connected();
    const first = ask(session, publish("first"));
    const second = ask(session, count());
    const third = ask(session, publish("third"));
    socket.receive(counted(markerOf(socket, 2)));
    expect(first).toHaveBeenCalledExactlyOnceWith();
    expect(second).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ kind: "answer" }));
    expect(third).not.toHaveBeenCalled();
    socket.receive(report('\\"third\\"'));
    expect(third).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ kind: "report" }));
    expect(listener.onMessage).not.toHaveBeenCalled();
  });

  it("that refuses settles the first command that it can be about", async () => {
    const { session, socket } = await connected();
    const query = ask(session, count());
    const message = ask(session, publish("x"));
    socket.receive(REFUSAL);
    expect(message).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ kind: "refusal", reason: "Invalid value auth_type" }),
    );
    expect(query).toHaveBeenCalledExactlyOnceWith();
  });

  it("to no known command is passed on like other frames, unless it has a marker", async () => {
    const { socket, listener } = await connected();
    socket.receive(REFUSAL);
    socket.receive(report("1"));
    socket.receive(counted("somebody's"));
    expect(textsOf(listener)).toEqual([JSON.stringify(REFUSAL), JSON.stringify(report("1"))]);
  });

  it("of a log goes to the caller, and the answer to the fence ends the log", async () => {
    const { session, socket, listener } = await connected();
    const { onLog, onDone } = askLog(session);
    expect(kindsOf(socket)).toEqual(["pipe_log", "pipe_count"]);
    const others = [{ ...logged("live"), fromQueue: undefined }, logged("other", "web_other")];
    for (const frame of [logged("one"), ...others, logged("two")]) socket.receive(frame);
    expect(onDone).not.toHaveBeenCalled();
    socket.receive(counted(markerOf(socket)));
    expect(onLog.mock.calls.map(([message]) => message.data)).toEqual(["one", "two"]);
    expect(onDone).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ kind: "answer" }));
    expect(textsOf(listener)).toEqual(others.map((other) => JSON.stringify(other)));
  });

  it("that is a damaged report gets its channel from the command", async () => {
    const { session, socket } = await connected();
    const onDone = ask(session, publish(true));
    socket.receive(CUT_REPORT.text);
    expect(onDone).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ channel: "_answer_to_web_chat", text: CUT_REPORT.whole }),
    );
  });
});
