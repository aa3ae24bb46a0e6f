import { describe, expect, it, vi } from "vitest";
import { statisticsCommand } from "../../src/protocol/commands";
import {
  ask,
  askLog,
  connected,
  count,
  endOfTask,
  newLink,
  opened,
  publish,
  reconnected,
  useLonelyPage,
} from "../support/alone";
import { FakeSocket, INFO } from "../support/fake-socket";
import {
  counted,
  CUT_REPORT,
  FENCE,
  kindsOf,
  logged,
  markerOf,
  REFUSAL,
  report,
} from "../support/frames";

useLonelyPage();

describe("a tab that can reach no other", () => {
  it("leads at once, and says so", async () => {
    const { link, listener } = newLink();
    expect(link.isMaster).toBeUndefined();
    expect(link.tabs).toEqual({ tab: "me", master: undefined, epoch: 0, tabs: [] });
    link.start();
    expect(link.isMaster).toBe(true);
    expect(link.isStarted).toBe(true);
    expect(listener.onRole).toHaveBeenCalledExactlyOnceWith(true);
    await endOfTask();
    expect(link.tabs).toEqual({ tab: "me", master: "me", epoch: 1, tabs: ["me"] });
    expect(listener.onTabs).toHaveBeenCalledTimes(1);
    link.start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(listener.onRole).toHaveBeenCalledTimes(1);
    expect(listener.onTabs).toHaveBeenCalledTimes(1);
  });
});

describe("channel list", () => {
  it("goes out once for all changes of a task, and only when it changed", async () => {
    const { link, socket } = await connected();
    link.setChannels(["web_b"]);
    await Promise.resolve();
    link.setChannels(["web_b", "web_a"]);
    expect(socket.sent).toEqual([]);
    await endOfTask();
    expect(socket.sent).toEqual(["subscription\nweb_a\nweb_b", expect.stringMatching(FENCE)]);
    link.setChannels(["web_a", "web_b"]);
    link.setChannels([]);
    link.setChannels(["web_b", "web_a"]);
    await endOfTask();
    expect(socket.sent).toHaveLength(2);
    link.setChannels([]);
    await endOfTask();
    expect(socket.sent.slice(2)).toEqual(["subscription\n", expect.stringMatching(FENCE)]);
  });

  it("goes before the commands that follow it", async () => {
    const { link, socket } = await connected();
    link.setChannels(["web_chat"]);
    const { isNow } = ask(link, publish(1));
    expect(isNow).toBe(true);
    expect(socket.sent).toEqual([]);
    await endOfTask();
    expect(kindsOf(socket)).toEqual(["subscription", "pipe_count", "web_pipe2"]);
  });

  it("is sent first on each connection; what waited follows the server's first word", async () => {
    const list = ["subscription\nweb_chat", expect.stringMatching(FENCE)];
    const { link } = newLink(["web_chat"]);
    expect(ask(link, publish("one")).isNow).toBe(false);
    expect(ask(link, publish("two")).isNow).toBe(false);
    link.start();
    await vi.advanceTimersByTimeAsync(0);
    FakeSocket.last.open();
    expect(FakeSocket.last.sent).toEqual(list);
    FakeSocket.last.receive(INFO);
    const texts = ["one", "two"].map((text) => `web_pipe2\nweb_chat\nmsg\n*\n"${text}"`);
    expect(FakeSocket.last.sent).toEqual([...list, ...texts]);
    for (const text of ["one", "two"]) FakeSocket.last.receive(report(`\\"${text}\\"`));
    FakeSocket.last.drop();
    ask(link, publish("three"));
    const socket = await reconnected();
    expect(socket.sent).toEqual([...list, 'web_pipe2\nweb_chat\nmsg\n*\n"three"']);
  });

  it("is not sent where there are no channels", async () => {
    const { socket } = await opened();
    socket.receive(INFO);
    await endOfTask();
    expect(socket.sent).toEqual([]);
  });
});

describe("answers", () => {
  it("settle the request they belong to; those passed over will have none", async () => {
    const { link, socket } = await connected();
    const first = ask(link, publish("first"));
    const second = ask(link, count());
    const third = ask(link, publish("third"));
    socket.receive(counted(markerOf(socket, 2)));
    expect(first.onDone).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: "unconfirmed", value: "web_chat" }),
    );
    expect(second.onDone).toHaveBeenCalledExactlyOnceWith(
      undefined,
      expect.objectContaining({ kind: "answer" }),
    );
    expect(third.onDone).not.toHaveBeenCalled();
    socket.receive(report('\\"third\\"'));
    expect(third.onDone).toHaveBeenCalledExactlyOnceWith(
      undefined,
      expect.objectContaining({ kind: "report" }),
    );
  });

  it("that refuse settle the first command they can be about", async () => {
    const { link, socket, listener } = await connected();
    const query = ask(link, count());
    const message = ask(link, publish("x"));
    socket.receive(REFUSAL);
    expect(message.onDone).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: "refused", message: "Invalid value auth_type" }),
      expect.objectContaining({ kind: "refusal" }),
    );
    expect(query.onDone).toHaveBeenCalledTimes(1);
    expect(listener.onMessage.mock.lastCall?.[0]).toEqual(
      expect.objectContaining({ kind: "refusal", channel: "sys", event: "error" }),
    );
  });

  it("are heard even where nobody waits for them, but for those with a marker", async () => {
    const { socket, listener } = await connected();
    socket.receive(REFUSAL);
    socket.receive(report("1"));
    socket.receive(counted("somebody's"));
    const kinds = listener.onMessage.mock.calls.map(([{ kind }]) => kind);
    expect(kinds).toEqual(["info", "refusal", "report"]);
  });

  it("of a log go to the one who asked, and end with the answer behind them", async () => {
    const { link, socket, listener } = await connected(["web_chat", "web_other"]);
    const { onLog, onDone } = askLog(link);
    expect(kindsOf(socket)).toEqual(["pipe_log", "pipe_count"]);
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
    const { link, socket, listener } = await connected();
    const { onDone } = ask(link, publish(true));
    socket.receive(CUT_REPORT.text);
    const whole = expect.objectContaining({ kind: "report", channel: "_answer_to_web_chat" });
    expect(listener.onMessage.mock.lastCall?.[0]).toEqual(whole);
    expect(onDone).toHaveBeenCalledExactlyOnceWith(undefined, whole);
  });

  it("are not waited for by statistics", async () => {
    const { link, socket } = await connected();
    const { onDone } = ask(link, statisticsCommand({ a: 1 }));
    expect(onDone).toHaveBeenCalledExactlyOnceWith(undefined);
    expect(socket.sent).toEqual(['statistics\n{"a":1}']);
  });
});
