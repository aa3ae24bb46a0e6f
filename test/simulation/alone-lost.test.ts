import { describe, expect, it, vi } from "vitest";
import {
  ask,
  askLog,
  connected,
  count,
  endOfTask,
  heardBy,
  newLink,
  opened,
  publish,
  reconnected,
  useLonelyPage,
} from "../support/alone";
import { FakeSocket, INFO } from "../support/fake-socket";
import { counted, FENCE, kindsOf, logged, markerOf } from "../support/frames";

useLonelyPage();

describe("a lost connection", () => {
  it("never repeats a message that was written, and says that it is unconfirmed", async () => {
    const { link, socket } = await connected();
    const { onDone } = ask(link, publish("once"));
    socket.drop();
    expect(onDone).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: "unconfirmed" }),
    );
    expect((await reconnected()).sent).toEqual([]);
  });

  it("repeats questions, with what came later", async () => {
    const { link, socket } = await connected();
    const question = ask(link, count());
    socket.drop();
    ask(link, publish("later"));
    const next = await reconnected();
    expect(kindsOf(next)).toEqual(["pipe_count", "web_pipe2"]);
    next.receive(counted(markerOf(next, 2), 7));
    expect(question.onDone).toHaveBeenCalledTimes(1);
  });

  it("does not double the part of a log that had arrived", async () => {
    const { link, socket } = await connected();
    const { onLog, onDone } = askLog(link);
    socket.receive(logged("one"));
    socket.receive(logged("same"));
    socket.drop();
    const next = await reconnected();
    for (const data of ["one", "same", "same", "two"]) next.receive(logged(data));
    next.receive(counted(markerOf(next)));
    const texts = onLog.mock.calls.map(([message]) => message.data);
    expect(texts).toEqual(["one", "same", "same", "two"]);
    expect(onDone).toHaveBeenCalledTimes(1);
  });

  it("writes nothing into a socket that is closing; questions follow what waited", async () => {
    const { link, socket } = await connected();
    ask(link, count());
    socket.close();
    const { onDone, isNow } = ask(link, publish("kept"));
    expect(kindsOf(socket)).toEqual(["pipe_count"]);
    socket.drop();
    expect(onDone).not.toHaveBeenCalled();
    const text = 'web_pipe2\nweb_chat\nmsg\n*\n"kept"';
    expect((await reconnected()).sent).toEqual([text, expect.stringContaining("pipe_count")]);
    expect(isNow).toBe(false);
  });

  it("drops what the queue of an absent user repeats, not what was sent twice", async () => {
    const { socket, listener } = await connected();
    socket.receive(logged("hi", "msg"));
    socket.receive(logged("hi", "msg"));
    socket.drop();
    const next = await reconnected();
    for (const data of ["hi", "hi", "hi", "new"]) next.receive(logged(data, "msg"));
    expect(heardBy(listener)).toEqual(["hi", "hi", "hi", "new"]);
  });

  it("is noticed by a question without an answer", async () => {
    const { link, socket, listener } = await connected();
    await vi.advanceTimersByTimeAsync(25_000);
    expect(socket.sent).toEqual([expect.stringMatching(FENCE)]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(listener.onDisconnect).toHaveBeenCalledExactlyOnceWith(1006);
    expect(link.isConnected).toBe(false);
    const next = await reconnected();
    expect(listener.onConnect).toHaveBeenCalledTimes(2);
    expect(next.sent).toEqual([]);
  });

  it("is looked for when the page wakes up, not while it hides or first shows", async () => {
    const { link, socket } = await connected();
    for (const type of ["online", "pageshow"]) window.dispatchEvent(new Event(type));
    for (const type of ["resume", "visibilitychange"])
      document.dispatchEvent(new Event(type, { bubbles: true }));
    expect(socket.sent).toHaveLength(4);
    window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: false }));
    vi.spyOn(document, "hidden", "get").mockReturnValue(true);
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    link.stop();
    window.dispatchEvent(new Event("online"));
    expect(socket.sent).toHaveLength(4);
  });

  it("leaves a gap in what is still wanted, told when all of it is heard again", async () => {
    vi.spyOn(Date, "now").mockReturnValue(10_000);
    const { link, socket, listener } = await connected(["web_a", "web_b"]);
    vi.mocked(Date.now).mockReturnValue(17_000);
    socket.drop();
    link.setChannels(["web_b", "web_c"]);
    await endOfTask();
    const next = await reconnected();
    expect(listener.onGap).not.toHaveBeenCalled();
    vi.mocked(Date.now).mockReturnValue(18_000);
    next.receive(counted(markerOf(next)));
    expect(listener.onGap).toHaveBeenCalledExactlyOnceWith({
      channel: "web_b",
      from: 8_000, // what was lost may have been on its way for 2 s
      to: 18_000,
    });
  });

  it("is told of each failed attempt, with its code", async () => {
    const { link, listener } = newLink();
    link.start();
    await vi.advanceTimersByTimeAsync(0);
    FakeSocket.last.fail();
    await vi.advanceTimersByTimeAsync(1_001);
    FakeSocket.last.drop(1011);
    expect(listener.onDisconnect.mock.calls).toEqual([[1006], [1011]]);
    expect(listener.onConnect).not.toHaveBeenCalled();
  });
});

describe("messages", () => {
  it("that have an id are dropped when they come again", async () => {
    const { socket, listener } = await connected(["web_chat"]);
    const message = { data: "x", event: "e", pipe: "web_chat", uuid: "id1" };
    socket.receive(message);
    socket.receive(message);
    socket.receive({ ...message, uuid: "id2" });
    expect(heardBy(listener)).toEqual(["x", "x"]);
  });

  it("on a channel that is not wanted any more are not heard; what comes unasked is", async () => {
    const { link, socket, listener } = await opened(["web_a", "web_b"]);
    socket.receive(INFO);
    socket.receive(counted(markerOf(socket)));
    link.setChannels(["web_b"]);
    for (const pipe of ["web_a", "web_b", "web_c", "msg"]) socket.receive({ data: pipe, pipe });
    expect(heardBy(listener)).toEqual(["web_b", "web_c", "msg"]);
  });

  it("of an old server name the sender in the data", async () => {
    const { socket, listener } = await opened(["web_a"]);
    socket.receive({ ...INFO, authorized: "true" });
    socket.receive({ pipe: "web_a", event: "e", data: "A::12;text" });
    expect(listener.onMessage.mock.lastCall?.[0]).toEqual(
      expect.objectContaining({ userId: 12, data: "text" }),
    );
  });

  it("that could not be read are named", async () => {
    const { socket, listener } = await connected();
    socket.receive("{");
    expect(listener.onMessage.mock.lastCall?.[0]).toEqual({
      kind: "ignored",
      reason: "a frame that is no JSON",
    });
  });
});
