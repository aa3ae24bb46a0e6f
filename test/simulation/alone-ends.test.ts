import { describe, expect, it, vi } from "vitest";
import {
  ask,
  connected,
  count,
  endOfTask,
  newLink,
  publish,
  reconnected,
  useLonelyPage,
} from "../support/alone";
import { FakeSocket, INFO } from "../support/fake-socket";
import { counted, FATAL, kindsOf, markerOf } from "../support/frames";

useLonelyPage();

const dropped = expect.objectContaining({ code: "dropped" });

describe("limits and ends", () => {
  it("gives the oldest of too many waiting commands up, aloud", async () => {
    const { link } = newLink();
    const first = ask(link, publish(0));
    for (let i = 1; i < 500; i++) ask(link, publish(i));
    await endOfTask();
    expect(first.onDone).not.toHaveBeenCalled();
    const last = ask(link, publish(500));
    await endOfTask();
    expect(first.onDone).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: "dropped", message: "web_pipe2 not sent" }),
    );
    expect(last.onDone).not.toHaveBeenCalled();
  });

  it("gives up what was another visitor's, where it is told to", async () => {
    const { link } = newLink();
    const waiting = [ask(link, publish(1)), ask(link, count())];
    link.discard();
    await endOfTask();
    for (const { onDone } of waiting) expect(onDone).toHaveBeenCalledExactlyOnceWith(dropped);
    link.start();
    expect((await reconnected()).sent).toEqual([]);
  });

  it("stops for good where the server refuses, until it is started anew", async () => {
    const { link, listener, socket } = await connected();
    socket.receive(FATAL);
    expect(listener.onFatal).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: "fatal", value: 401, message: "The server refuses: no" }),
    );
    expect(listener.onDisconnect).toHaveBeenCalledTimes(1);
    socket.drop();
    const { onDone } = ask(link, publish("kept"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.all).toHaveLength(1);
    link.restart({});
    const next = await reconnected();
    expect(FakeSocket.all).toHaveLength(2);
    expect(kindsOf(next)).toEqual(["web_pipe2"]);
    expect(onDone).not.toHaveBeenCalled();
  });

  it("writes what waits for the end of the task when it is stopped", async () => {
    const { link, socket } = await connected();
    link.setChannels(["web_chat"]);
    ask(link, publish("last"));
    link.stop();
    expect(kindsOf(socket)).toEqual(["subscription", "pipe_count", "web_pipe2"]);
  });

  it("keeps what waits when it is stopped, and sends it when it is started again", async () => {
    const { link, socket, listener } = await connected(["web_chat"]);
    const question = ask(link, count());
    const message = ask(link, publish("written"));
    link.stop();
    expect(message.onDone).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: "unconfirmed" }),
    );
    expect(listener.onDisconnect).toHaveBeenCalledExactlyOnceWith(1000);
    expect(socket.readyState).toBe(2);
    expect(ask(link, publish("later")).isNow).toBe(false);
    expect([link.isConnected, link.isStarted, link.isMaster]).toEqual([false, false, undefined]);
    link.start();
    const next = await reconnected();
    const kinds = ["subscription", "pipe_count", "pipe_count", "web_pipe2"];
    expect(kindsOf(next)).toEqual(kinds);
    next.receive(counted(markerOf(next, 2)));
    expect(question.onDone).toHaveBeenCalledTimes(1);
    expect(listener.onGap).not.toHaveBeenCalled();
  });

  it.each(["stop", "stop and start", "restart"])(
    "says nothing of a connection that %s ended meanwhile",
    async (how) => {
      const { link, listener } = newLink();
      listener.onMessage.mockImplementationOnce(() => {
        if (how === "restart") link.restart({});
        else link.stop();
        if (how === "stop and start") link.start();
      });
      link.start();
      await vi.advanceTimersByTimeAsync(0);
      FakeSocket.last.open();
      FakeSocket.last.receive(INFO);
      expect(link.isConnected).toBe(false);
      expect(listener.onConnect).not.toHaveBeenCalled();
      expect(link.isStarted).toBe(how !== "stop");
      if (how === "stop") return;
      await reconnected();
      expect(link.isConnected).toBe(true);
      expect(listener.onConnect).toHaveBeenCalledTimes(1);
    },
  );

  it("passes nothing on after stop(), not even the rest of a frame", async () => {
    const { link, listener, socket } = await connected(["web_a"]);
    listener.onMessage.mockImplementation(() => link.stop());
    socket.receive('{"pipe":"web_a","data":"1"}\n{"pipe":"web_a","data":"2"}');
    expect(listener.onMessage).toHaveBeenCalledTimes(2);
    expect(listener.onDisconnect).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("lets go while the page is in the back/forward cache, and comes back with it", async () => {
    const { link, listener, socket } = await connected(["web_a"]);
    window.dispatchEvent(new Event("pagehide"));
    expect(listener.onDisconnect).toHaveBeenCalledExactlyOnceWith(1000);
    expect(socket.readyState).toBe(2);
    expect(vi.getTimerCount()).toBe(0);
    expect(link.isStarted).toBe(true);
    window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
    const next = await reconnected();
    next.receive(counted(markerOf(next)));
    expect(listener.onGap).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ channel: "web_a" }),
    );
    link.stop();
    window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.all).toHaveLength(2);
  });
});
