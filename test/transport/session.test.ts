import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LinkListener, Request } from "../../src/link";
import {
  countCommand,
  logCommand,
  publishCommand,
  statisticsCommand,
} from "../../src/protocol/commands";
import { Session } from "../../src/transport/session";
import { FakeSocket, INFO } from "../support/fake-socket";

const publish = (text: unknown) => publishCommand("web_chat", "msg", text, "");
const count = () => countCommand("web_chat");

function newSession() {
  const listener = {
    onMessage: vi.fn<LinkListener["onMessage"]>(),
    onConnect: vi.fn<LinkListener["onConnect"]>(),
    onDisconnect: vi.fn<LinkListener["onDisconnect"]>(),
    onFatal: vi.fn<LinkListener["onFatal"]>(),
  };
  return { session: new Session(() => "ws://server", listener), listener };
}

/** A session that is connected; what was sent on the way is forgotten. */
async function connected() {
  const { session, listener } = newSession();
  session.start();
  await vi.advanceTimersByTimeAsync(0);
  FakeSocket.last.open();
  FakeSocket.last.receive(INFO);
  return { session, listener, socket: FakeSocket.last };
}

async function reconnected() {
  await vi.advanceTimersByTimeAsync(1_001);
  FakeSocket.last.open();
  FakeSocket.last.receive(INFO);
  return FakeSocket.last;
}

function ask(session: Session, command: Request["command"]) {
  const request = { command, onDone: vi.fn<Request["onDone"]>() };
  return { ...request, isNow: session.send(request) };
}

function askLog(session: Session) {
  const onLog = vi.fn<NonNullable<Request["onLog"]>>();
  const onDone = vi.fn<Request["onDone"]>();
  session.send({ command: logCommand("web_chat"), onLog, onDone });
  return { onLog, onDone };
}

/** The marker of the n-th frame from behind. */
const markerOf = (socket: FakeSocket, fromEnd = 1) => socket.sent.at(-fromEnd)?.split("\n")[2];
const counted = (marker: string | undefined, n = 1) => ({
  data: ["user_in_pipe", n],
  event: "user_in_pipe",
  marker,
  pipe: "_answer_pipe_count",
});
const report = (message: string) => ({
  data: { message, number_messages: 1 },
  event: "answer",
  pipe: "_answer_to_web_chat",
});
const logged = (data: string, channel = "web_chat") => ({
  data,
  event: "msg",
  fromQueue: true,
  message_send_time: 1,
  pipe: channel,
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  FakeSocket.install();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** What is gathered goes out in a task of its own, which fake timers do not hold. */
const endOfTask = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("channel list", () => {
  it("goes out once for all changes of a task, and only when it changed", async () => {
    const { session, socket } = await connected();
    session.setChannels(["web_b"]);
    await Promise.resolve();
    session.setChannels(["web_b", "web_a"]);
    expect(socket.sent).toEqual([]);
    await vi.waitFor(() => expect(socket.sent).toEqual(["subscription\nweb_a\nweb_b"]));
    session.setChannels(["web_a", "web_b"]);
    session.setChannels([]);
    session.setChannels(["web_b", "web_a"]);
    await endOfTask();
    await endOfTask();
    expect(socket.sent).toHaveLength(1);
    session.setChannels([]);
    await vi.waitFor(() => expect(socket.sent.at(-1)).toBe("subscription\n"));
  });

  it("goes before the commands that follow it", async () => {
    const { session, socket } = await connected();
    session.setChannels(["web_chat"]);
    const { isNow } = ask(session, publish(1));
    expect(isNow).toBe(true);
    expect(socket.sent).toEqual([]);
    await vi.waitFor(() => expect(socket.sent).toHaveLength(2));
    expect(socket.sent[0]).toBe("subscription\nweb_chat");
  });

  it("is sent first on each connection, then what waited, in order", async () => {
    const { session } = newSession();
    session.setChannels(["web_chat"]);
    expect(ask(session, publish("one")).isNow).toBe(false);
    session.start();
    await vi.advanceTimersByTimeAsync(0);
    FakeSocket.last.open();
    expect(FakeSocket.last.sent).toEqual([
      "subscription\nweb_chat",
      'web_pipe2\nweb_chat\nmsg\n*\n"one"',
    ]);
    FakeSocket.last.receive(report('\\"one\\"'));
    FakeSocket.last.drop();
    ask(session, publish("two"));
    const socket = await reconnected();
    expect(socket.sent).toEqual(["subscription\nweb_chat", 'web_pipe2\nweb_chat\nmsg\n*\n"two"']);
  });

  it("is not sent where there are no channels", async () => {
    const { socket } = await connected();
    expect(socket.sent).toEqual([]);
  });
});

describe("answers", () => {
  it("settle the request they belong to; those passed over will have none", async () => {
    const { session, socket } = await connected();
    const first = ask(session, publish("first"));
    const second = ask(session, count());
    const third = ask(session, publish("third"));
    socket.receive(counted(markerOf(socket, 2)));
    expect(first.onDone).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: "unconfirmed", value: "web_chat" }),
    );
    expect(second.onDone).toHaveBeenCalledTimes(1);
    expect(third.onDone).not.toHaveBeenCalled();
    socket.receive(report('\\"third\\"'));
    expect(third.onDone).toHaveBeenCalledExactlyOnceWith(
      undefined,
      expect.objectContaining({ kind: "report" }),
    );
  });

  it("that refuse settle the first command they can be about", async () => {
    const { session, socket, listener } = await connected();
    const query = ask(session, count());
    const message = ask(session, publish("x"));
    socket.receive({ data: { error: "Invalid value auth_type" }, event: "error", pipe: "sys" });
    expect(message.onDone).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: "refused", message: "Invalid value auth_type" }),
    );
    expect(query.onDone).toHaveBeenCalledTimes(1);
    expect(listener.onMessage).toHaveBeenLastCalledWith(
      expect.objectContaining({ kind: "refusal", channel: "sys", event: "error" }),
    );
  });

  it("of a log go to the one who asked, and end with the answer behind them", async () => {
    const { session, socket, listener } = await connected();
    const { onLog, onDone } = askLog(session);
    expect(socket.sent.map((text) => text.split("\n")[0])).toEqual(["pipe_log", "pipe_count"]);
    socket.receive(logged("one"));
    socket.receive({ ...logged("live"), fromQueue: undefined });
    socket.receive(logged("other", "web_other"));
    socket.receive(logged("two"));
    expect(onDone).not.toHaveBeenCalled();
    socket.receive(counted(markerOf(socket)));
    expect(onLog.mock.calls.map(([message]) => message.data)).toEqual(["one", "two"]);
    expect(onDone).toHaveBeenCalledExactlyOnceWith(undefined, expect.anything());
    const passedOn = listener.onMessage.mock.calls.map(([message]) => message);
    expect(passedOn).toMatchObject([{ kind: "info" }, { data: "live" }, { data: "other" }]);
  });

  it("complete the channel in a damaged report", async () => {
    const { session, socket, listener } = await connected();
    ask(session, publish(true));
    const frame = `{"data":{"message":"true","number_messages":0},"event":"answer","message_send_time":1795278581,"pipe":"_answer_to_web_chat"}`;
    const padded = frame.replace("true", "truexx");
    expect(padded).toHaveLength(126);
    socket.receive(padded.replace("xx", "x").slice(0, 122) + "\0?!");
    expect(listener.onMessage).toHaveBeenLastCalledWith(
      expect.objectContaining({ kind: "report", channel: "_answer_to_web_chat" }),
    );
  });
});

describe("a lost connection", () => {
  it("never repeats a message that was written, and says that it is unconfirmed", async () => {
    const { session, socket } = await connected();
    const { onDone } = ask(session, publish("once"));
    socket.drop();
    expect(onDone).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: "unconfirmed" }),
    );
    expect((await reconnected()).sent).toEqual([]);
  });

  it("repeats questions, before what came later", async () => {
    const { session, socket } = await connected();
    const question = ask(session, count());
    socket.drop();
    ask(session, publish("later"));
    const next = await reconnected();
    expect(next.sent.map((text) => text.split("\n")[0])).toEqual(["pipe_count", "web_pipe2"]);
    next.receive(counted(markerOf(next, 2), 7));
    expect(question.onDone).toHaveBeenCalledTimes(1);
  });

  it("does not double the part of a log that had arrived", async () => {
    const { session, socket } = await connected();
    const { onLog, onDone } = askLog(session);
    socket.receive(logged("one"));
    socket.receive(logged("same"));
    socket.drop();
    const next = await reconnected();
    for (const data of ["one", "same", "same", "two"]) next.receive(logged(data));
    next.receive(counted(markerOf(next)));
    expect(onLog.mock.calls.map(([message]) => message.data)).toEqual([
      "one",
      "same",
      "same",
      "two",
    ]);
    expect(onDone).toHaveBeenCalledTimes(1);
  });

  it("writes nothing into a socket that is closing, and keeps the order", async () => {
    const { session, socket } = await connected();
    ask(session, count());
    socket.close();
    const { onDone, isNow } = ask(session, publish("kept"));
    expect(isNow).toBe(false);
    socket.drop();
    expect(onDone).not.toHaveBeenCalled();
    expect((await reconnected()).sent).toEqual([
      expect.stringContaining("pipe_count"),
      'web_pipe2\nweb_chat\nmsg\n*\n"kept"',
    ]);
  });

  it("drops what the queue of an absent user repeats, not what was sent twice", async () => {
    const { socket, listener } = await connected();
    socket.receive(logged("hi", "msg"));
    socket.receive(logged("hi", "msg"));
    socket.drop();
    const next = await reconnected();
    for (const data of ["hi", "hi", "hi", "new"]) next.receive(logged(data, "msg"));
    const texts = listener.onMessage.mock.calls.flatMap(([message]) =>
      message.kind === "channel" ? [message.data] : [],
    );
    expect(texts).toEqual(["hi", "hi", "hi", "new"]);
  });

  it("is noticed by a question without an answer", async () => {
    const { socket, listener } = await connected();
    await vi.advanceTimersByTimeAsync(25_000);
    expect(socket.sent).toEqual([expect.stringMatching(/^pipe_count\nweb_fence\n\w{24}\n$/)]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(listener.onDisconnect).toHaveBeenCalledExactlyOnceWith(1006);
    const next = await reconnected();
    expect(listener.onConnect).toHaveBeenCalledTimes(2);
    expect(next.sent).toEqual([]);
  });

  it("is tried again at once when the page wakes up", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.999);
    const { socket } = await connected();
    socket.drop();
    await vi.advanceTimersByTimeAsync(100);
    expect(FakeSocket.all).toHaveLength(1);
    window.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(0);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("is looked for when the page wakes up", async () => {
    const { session, socket } = await connected();
    for (const type of ["online", "pageshow"]) window.dispatchEvent(new Event(type));
    for (const type of ["resume", "visibilitychange"])
      document.dispatchEvent(new Event(type, { bubbles: true }));
    expect(socket.sent).toHaveLength(4);
    window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: false }));
    vi.spyOn(document, "hidden", "get").mockReturnValue(true);
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    session.stop();
    window.dispatchEvent(new Event("online"));
    expect(socket.sent).toHaveLength(4);
  });
});

describe("limits and ends", () => {
  it("gives the oldest of too many waiting commands up, aloud", async () => {
    const { session } = newSession();
    const first = ask(session, publish(0));
    for (let i = 1; i < 500; i++) ask(session, publish(i));
    expect(first.onDone).not.toHaveBeenCalled();
    const last = ask(session, publish(500));
    await vi.waitFor(() =>
      expect(first.onDone).toHaveBeenCalledExactlyOnceWith(
        expect.objectContaining({ code: "dropped", message: "web_pipe2 not sent" }),
      ),
    );
    expect(last.onDone).not.toHaveBeenCalled();
  });

  it("gives up what was another visitor's, where it is told to", async () => {
    const { session } = newSession();
    const waiting = [ask(session, publish(1)), ask(session, count())];
    session.discard();
    for (const { onDone } of waiting)
      await vi.waitFor(() =>
        expect(onDone).toHaveBeenCalledExactlyOnceWith(
          expect.objectContaining({ code: "dropped" }),
        ),
      );
    session.start();
    await vi.advanceTimersByTimeAsync(0);
    FakeSocket.last.open();
    expect(FakeSocket.last.sent).toEqual([]);
  });

  it("drops a message that has an id when it comes again", async () => {
    const { socket, listener } = await connected();
    const message = { data: "x", event: "e", pipe: "web_chat", uuid: "id1" };
    socket.receive(message);
    socket.receive(message);
    socket.receive({ ...message, uuid: "id2" });
    expect(listener.onMessage).toHaveBeenCalledTimes(3);
  });

  it("stops for good where the server refuses, until it is started again", async () => {
    const { session, listener, socket } = await connected();
    socket.receive({ data: '{"error":"no","error_code":401}', event: "error", pipe: "sys" });
    expect(listener.onFatal).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: "fatal", value: 401, message: "The server refuses: no" }),
    );
    socket.drop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.all).toHaveLength(1);
    session.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("is done with statistics when they are written", async () => {
    const { session, socket } = await connected();
    const { onDone } = ask(session, statisticsCommand({ a: 1 }));
    expect(onDone).toHaveBeenCalledExactlyOnceWith(undefined);
    expect(socket.sent).toEqual(['statistics\n{"a":1}']);
  });

  it("writes what waits for the end of the task when it is stopped", async () => {
    const { session, socket } = await connected();
    session.setChannels(["web_chat"]);
    ask(session, publish("last"));
    session.stop();
    expect(socket.sent).toEqual(["subscription\nweb_chat", 'web_pipe2\nweb_chat\nmsg\n*\n"last"']);
  });

  it.each(["stop", "restart"])(
    "says nothing of a connection that %s() ended meanwhile",
    async (how) => {
      const { session, listener } = newSession();
      listener.onMessage.mockImplementationOnce(() => {
        session.stop();
        if (how === "restart") session.start();
      });
      session.start();
      await vi.advanceTimersByTimeAsync(0);
      FakeSocket.last.open();
      FakeSocket.last.receive(INFO);
      expect(session.isConnected).toBe(false);
      expect(listener.onConnect).not.toHaveBeenCalled();
      expect(session.isStarted).toBe(how === "restart");
    },
  );

  it("reads the sender where an old server writes it", async () => {
    const { socket, listener } = await connected();
    socket.drop();
    await vi.advanceTimersByTimeAsync(1_001);
    FakeSocket.last.open();
    FakeSocket.last.receive({ ...INFO, authorized: "true" });
    FakeSocket.last.receive({ pipe: "web_a", event: "e", data: "A::12;text" });
    expect(listener.onMessage).toHaveBeenLastCalledWith(
      expect.objectContaining({ userId: 12, data: "text" }),
    );
  });

  it("passes nothing on after stop(), not even the rest of a frame", async () => {
    const { session, listener, socket } = await connected();
    listener.onMessage.mockImplementation(() => session.stop());
    socket.receive('{"pipe":"web_a","data":"1"}\n{"pipe":"web_a","data":"2"}');
    expect(listener.onMessage).toHaveBeenCalledTimes(2);
    expect(listener.onDisconnect).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
