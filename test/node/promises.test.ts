/** The names with promises: each promise settles once, and says what happened. */
import { describe, expect, it, vi } from "vitest";
import { CometError, type CometErrorCode } from "../../src/api/errors";
import type { Message } from "../../src/api/channels";
import { messages } from "../../src/api/messages";
import { presence } from "../../src/api/presence";
import { ANN, fence, useTestBed } from "./test-bed";

const bed = useTestBed();

/** The code of the error that a promise rejects with. */
async function codeOf(promise: Promise<unknown>): Promise<CometErrorCode> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof CometError) return error.code;
  throw new Error(`no CometError: ${String(error)}`);
}

function thrownBy(action: () => unknown): CometErrorCode | undefined {
  try {
    action();
  } catch (error) {
    return (error as CometError).code;
  }
  return undefined;
}

describe("publish", () => {
  it("resolves with the server's report, once others have got the message", async () => {
    const [ann, bob] = [await bed.connect(ANN), await bed.connect()];
    const heard: Message[] = [];
    await bob.subscribe("web_chat", (message) => heard.push(message)).ready;
    const text = "it's ".repeat(40);
    const report = await ann.publish("web_chat", "said", { text });
    expect(report).toEqual({ message: { text }, number_messages: 1 });
    await fence(bob);
    expect(heard).toMatchObject([{ channel: "web_chat", event: "said", data: { text } }]);
  });

  it("rejects what the server refuses, and throws for a bad argument at once", async () => {
    const ann = await bed.connect();
    expect(await codeOf(ann.publish("webauth_chat", "said", 1))).toBe("refused");
    const bad = [
      () => ann.publish("chat", "said", 1),
      () => ann.publish("web_chat", "a b", 1),
      () => ann.publish("web_chat", "said", undefined),
      () => ann.publish("web_chat", "said", 1, { timeoutMs: -1 }),
      () => ann.publish("web_chat", "said", 1, { signal: {} as AbortSignal }),
    ];
    expect(bad.map(thrownBy)).toEqual(bad.map(() => "argument"));
    expect(thrownBy(() => ann.publish("web_chat", "said", "x".repeat(66_000)))).toBe("size");
  });

  it("is not sent if it ends before it is written, by signal, time or stop()", async () => {
    const ann = bed.create();
    const control = new AbortController();
    const all = [
      ann.publish("web_unsent", "said", 1, { signal: control.signal }),
      ann.publish("web_unsent", "said", 2, { timeoutMs: 0 }),
      ann.publish("web_unsent", "said", 3, { signal: AbortSignal.abort() }),
      ann.publish("web_unsent", "said", 4),
    ].map(codeOf);
    control.abort();
    await all[1];
    ann.stop();
    expect(await Promise.all(all)).toEqual(["aborted", "timeout", "aborted", "stopped"]);
    ann.start({ node: bed.server.node });
    await ann.connected();
    await fence(ann);
    const texts = bed.server.received.map(({ text }) => text);
    expect(texts.filter((text) => text.startsWith("web_pipe2\nweb_unsent"))).toEqual([]);
  });

  it("is unconfirmed if it ends after it was written", async () => {
    const ann = await bed.connect();
    bed.server.withholdAnswers(["web_pipe2"]);
    const control = new AbortController();
    const all = [
      ann.publish("web_chat", "said", 1, { signal: control.signal }),
      ann.publish("web_chat", "said", 2, { timeoutMs: 20 }),
      ann.publish("web_chat", "said", 3),
    ].map(codeOf);
    control.abort();
    await all[1];
    bed.server.closeConnections();
    expect(await Promise.all(all)).toEqual(["unconfirmed", "unconfirmed", "unconfirmed"]);
    const stopped = codeOf(ann.publish("web_chat", "said", 4));
    ann.stop();
    expect(["stopped", "unconfirmed"]).toContain(await stopped);
  });
});

describe("questions", () => {
  it("resolve with what the callbacks of the old names get", async () => {
    const ann = await bed.connect(ANN);
    bed.server.keepLog("web_log", 5);
    for (const n of [1, 2]) bed.server.publish("web_log", "said", n);
    bed.server.setUserData(12, "it's");
    await ann.subscribe("track_room", () => undefined).ready;
    const log = await ann.history("web_log");
    expect(log.map(({ channel, event, data }) => [channel, event, data])).toEqual([
      ["web_log", "said", 1],
      ["web_log", "said", 2],
    ]);
    expect(log.every(({ server_info }) => server_info.history)).toBe(true);
    expect(await ann.history("web_empty")).toEqual([]);
    expect(await ann.countUsers("track_room")).toBe(1);
    expect(await ann.trackedUsers("track_room")).toEqual([{ user_id: 12, uuid: ann.getUUID() }]);
    expect(JSON.parse(await ann.userData(12))).toBe("it's");
    expect(await ann.userData(13)).toBe("");
  });

  it("survive a lost connection, and end by signal, time or stop()", async () => {
    const ann = await bed.connect();
    bed.server.withholdAnswers(["pipe_count", "pipe_log"]);
    const survivor = ann.countUsers("web_a");
    bed.server.closeConnections();
    bed.server.withholdAnswers([]);
    expect(await survivor).toBe(0);
    bed.server.withholdAnswers(["pipe_count", "pipe_log"]);
    const control = new AbortController();
    const all = [
      ann.countUsers("web_a", { signal: control.signal }),
      ann.history("web_a", { timeoutMs: 20 }),
      ann.countUsers("web_a"),
    ].map(codeOf);
    control.abort();
    await all[1];
    const onEnd = vi.fn();
    ann.get_pipe_log("web_a", () => undefined, onEnd);
    ann.stop();
    expect(await Promise.all(all)).toEqual(["aborted", "timeout", "stopped"]);
    expect(onEnd).toHaveBeenCalledOnce();
    expect(bed.console.error).toEqual([]);
  });

  it("throw for bad arguments at once", () => {
    const ann = bed.create();
    const bad = [
      () => ann.history("a b"),
      () => ann.countUsers("private_x"),
      () => ann.trackedUsers("web_x"),
      () => ann.userData(0),
      () => ann.connected({ timeoutMs: Number.NaN }),
    ];
    expect(bad.map(thrownBy)).toEqual(bad.map(() => "argument"));
  });
});

describe("connected and ready", () => {
  it("resolve when the server is reached, and sends the messages of the key", async () => {
    const ann = bed.create();
    const order: string[] = [];
    const subscription = ann.subscribe("web_a\nweb_b.said", () => undefined);
    const all = [
      ann.connected().then(() => order.push("connected")),
      subscription.ready.then(() => order.push("ready")),
    ];
    ann.start({ node: bed.server.node });
    await Promise.all(all);
    expect(order).toEqual(["connected", "ready"]);
    expect(bed.server.connections[0]?.channels).toEqual(["web_a", "web_b"]);
    await ann.connected();
    // Another subscription of the same channel need not wait for the server.
    await ann.subscribe("web_a", () => undefined).ready;
  });

  it("reject with the mistake if start() has no node to connect to, also later", async () => {
    const ann = bed.create();
    const ask = () => [
      ...[ann.connected(), ann.publish("web_a", "said", 1), ann.history("web_a")],
      ann.subscribe("web_a", () => undefined).ready,
    ];
    const early = ask().map(codeOf);
    ann.start({});
    const late = ask().map(codeOf);
    expect(new Set(await Promise.all([...early, ...late]))).toEqual(new Set(["argument"]));
    ann.start({ node: bed.server.node });
    await Promise.all(ask());
  });

  it("resolve after a stop if the page starts again", async () => {
    const client = await bed.connect();
    const subscription = client.subscribe("web_a", () => undefined);
    const first = subscription.ready;
    client.stop();
    await expect(first).rejects.toMatchObject({ code: "stopped" });
    client.start();
    await subscription.ready;
    expect(subscription.ready).toBe(subscription.ready);
    expect(bed.server.connections[0]?.channels).toEqual(["web_a"]);
  });

  it("reject if it cannot be: refused, stopped, ended, aborted", async () => {
    const ann = bed.create();
    bed.server.refuse(401);
    const early = codeOf(ann.connected());
    const ended = ann.subscribe("web_a", () => undefined);
    const isEnded = codeOf(ended.ready);
    ended.unsubscribe();
    expect([ended.isEnded, await isEnded]).toEqual([true, "aborted"]);
    await expect(ended.ready).rejects.toThrow("The subscription has ended");
    const waiting = [ann.publish("web_a", "said", 1), ann.history("web_a")].map(codeOf);
    ann.start({ node: bed.server.node });
    expect(await early).toBe("fatal");
    expect(await Promise.all(waiting)).toEqual(["fatal", "fatal"]);
    expect(await codeOf(ann.connected())).toBe("fatal");
    // What is given later waits for nothing, either.
    const late = [ann.publish("web_a", "said", 1), ann.history("web_a")].map(codeOf);
    expect(await Promise.all(late)).toEqual(["fatal", "fatal"]);
    bed.server.refuse(null);
    ann.start();
    await ann.publish("web_a", "said", 1);
    const { ready } = ann.subscribe("web_b", () => undefined);
    ann.stop();
    expect(await codeOf(ready)).toBe("stopped");
    expect(await codeOf(ann.connected({ timeoutMs: 1 }))).toBe("timeout");
  });
});

describe("a subscription", () => {
  it("ends by itself, by its signal, after its first message, and at the end of its block", async () => {
    const ann = await bed.connect();
    const heard: string[] = [];
    const control = new AbortController();
    const hear = (name: string) => () => heard.push(name);
    const first = ann.subscribe("web_a", hear("plain"));
    ann.subscribe("web_a", hear("signal"), { signal: control.signal });
    ann.subscribe("web_a", hear("once"), { once: true });
    ann.subscribe("web_a", hear("never"), { signal: AbortSignal.abort() });
    const last = ann.subscribe("web_a.said", hear("event"));
    await last.ready;
    const says = async () => {
      bed.server.publish("web_a", "said", 1);
      await fence(ann);
      return heard.splice(0);
    };
    expect(await says()).toEqual(["plain", "signal", "once", "event"]);
    control.abort();
    expect(await says()).toEqual(["plain", "event"]);
    first.unsubscribe();
    first.unsubscribe();
    if (Symbol.dispose) last[Symbol.dispose]();
    else last.unsubscribe();
    expect(await says()).toEqual([]);
    expect(bed.server.connections[0]?.channels).toEqual([]);
  });

  it("ends with unsubscriptionAll(), and what is made of it does", async () => {
    const ann = await bed.connect(ANN);
    const subscription = ann.subscribe("web_a", () => undefined);
    const loop = messages(ann, "web_b");
    const room = presence(ann, "track_room");
    await Promise.all([subscription.ready, room.ready]);
    const next = loop.next();
    ann.unsubscriptionAll();
    await subscription.ended;
    expect(subscription.isEnded).toBe(true);
    expect(await next).toEqual({ value: undefined, done: true });
    expect(await codeOf(room.ready)).toBe("aborted");
  });

  it("throws for a bad key, handler or option at once", () => {
    const ann = bed.create();
    const bad = [
      () => ann.subscribe("a b", () => undefined),
      () => ann.subscribe("web_a", 5 as never),
      () => ann.subscribe("web_a", () => undefined, { once: 1 as never }),
      () => ann.subscribe("web_a", () => undefined, { recover: "no" as never }),
      () => ann.subscribe("web_a", () => undefined, { signal: 5 as never }),
      () => ann.subscribe("web_a", () => undefined, { signal: { aborted: false } as never }),
    ];
    expect(bad.map(thrownBy)).toEqual(bad.map(() => "argument"));
    expect(ann.unsubscriptionAll()).toBe(true);
  });
});
