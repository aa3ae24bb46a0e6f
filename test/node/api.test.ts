import { describe, expect, it, vi } from "vitest";
import type { CometError } from "../../src/api/errors";
import { ANN, collector, fence, useTestBed } from "./test-bed";

const bed = useTestBed();

const PUBLISHES = ["web_pipe2", "web_pipe2", "web_pipe2"];

/** The connection of a user. */
const idOf = (id: number) => bed.server.connections.find(({ userId }) => userId === id)?.id;

describe("a client that publishes", () => {
  it("has any JSON value delivered, with sender, channel and event", async () => {
    const ann = await bed.connect(ANN);
    const bob = await bed.connect();
    const heard = collector();
    bob.subscription("web_chat", heard.callback);
    await fence(bob);
    const values = [
      { text: `it's "q" \\ \\n привет 😀\nline\u2028\0`, n: 1.5 },
      "plain",
      "it's",
      5,
      null,
      true,
      [1, "2", { a: null }],
      '{"json":"in a string"}',
      "A::1;x",
    ];
    for (const value of values) expect(ann.web_pipe_send("web_chat", "ev", value)).toBe(true);
    await heard.next(values.length);
    expect(heard.data()).toEqual(values);
    expect(heard.messages[0]?.server_info).toMatchObject({
      user_id: 12,
      pipe: "web_chat",
      event: "ev",
      history: false,
    });
  });

  it("may name the channel with or without an event", async () => {
    const ann = await bed.connect(ANN);
    const bob = await bed.connect();
    const heard = collector();
    bob.subscription("web_chat", heard.callback);
    await fence(bob);
    ann.web_pipe_send("web_chat", "three", 1);
    ann.web_pipe_send("web_chat", 2);
    ann.web_pipe_send("web_chat.dotted", 3);
    ann.web_pipe_send("web_chat", null, 4);
    ann.web_pipe_send("@web_chat", "anonymous", 5);
    await heard.next(5);
    expect(heard.messages.map(({ data, server_info: s }) => [data, s.event, s.user_id])).toEqual([
      [1, "three", 12],
      [2, "undefined", 12],
      [3, "dotted", 12],
      [4, "undefined", 12],
      [5, "anonymous", 0],
    ]);
  });

  it("returns of each call whether it was made, kept or refused", async () => {
    const ann = await bed.connect(ANN);
    const offline = bed.create();
    expect(ann.web_pipe_send("web_chat", "ev", 1)).toBe(true);
    expect(offline.web_pipe_send("web_chat", "ev", 1)).toBe(false);
    expect(ann.web_pipe_send("web_chat", "ev", undefined)).toBe(false);
    expect(ann.web_pipe_send("web_chat", undefined)).toBe(false);
    expect(ann.web_pipe_send("chat", "ev", 1)).toBeUndefined();
    expect(ann.web_pipe_send("web_chat", "bad event", 1)).toBeUndefined();
    expect(ann.subscription("bad key")).toBe(false);
    expect(ann.unsubscription("no such id")).toBe(false);
    expect(ann.unsubscription()).toBe(false);
    expect(ann.count_users_in_pipe("plain", () => undefined)).toBe(false);
    expect(ann.getTrackPipeUsers("web_x", () => undefined)).toBe(false);
    expect(ann.getUserData("abc", () => undefined)).toBe(false);
    expect(ann.get_pipe_log("bad name")).toBe(false);
    expect(bed.console.error).toHaveLength(9);
    for (const line of bed.console.error) expect(line).toMatch(/^CometServer: Bad .*: /);
    expect(bed.console.warn).toEqual(["CometServer: unsubscription needs an id"]);
  });

  it("sends its channels, then what waited, once the server can be reached", async () => {
    const bob = await bed.connect();
    const heard = collector();
    bob.subscription("web_chat", heard.callback);
    await fence(bob);
    const ann = bed.create();
    ann.subscription("web_own");
    for (let i = 0; i < 3; i++) ann.web_pipe_send("web_chat", "ev", i);
    ann.start({ node: bed.server.node, ...ANN });
    await heard.next(3);
    expect(heard.data()).toEqual([0, 1, 2]);
    const sent = bed.server.received.filter(({ connection }) => connection === idOf(12));
    expect(sent[0]?.text).toBe("subscription\nweb_own");
    expect(sent.map(({ name }) => name).slice(1)).toEqual(["pipe_count", ...PUBLISHES]);
  });

  it("refuses messages that the server would drop or end the connection for", async () => {
    const ann = await bed.connect(ANN);
    expect(ann.web_pipe_send("web_chat", "ev", "x".repeat(70_000))).toBeUndefined();
    expect(ann.web_pipe_send("web_chat", "ev", "'".repeat(30_000))).toBeUndefined();
    expect(bed.console.error[1]).toMatch(/web_chat too large: 90\d{3} of 65535 bytes/);
    await fence(ann);
    expect(ann.isConnected()).toBe(true);
  });

  it("sends a message of exactly the size that the server delivers", async () => {
    const ann = await bed.connect(ANN);
    const bob = await bed.connect();
    const heard = collector();
    bob.subscription("web_chat", heard.callback);
    await fence(bob);
    // A little below the limit.
    const first = 65_430;
    let length = first;
    while (ann.web_pipe_send("web_chat", "ev", "x".repeat(length))) length++;
    await heard.next(length - first);
    expect(heard.messages.at(-1)?.data).toHaveLength(length - 1);
    expect(bed.console.error).toEqual([expect.stringContaining("65536 of 65535 bytes")]);
  });

  it("sends one message several times, which others hear once and unchanged", async () => {
    const ann = await bed.connect(ANN);
    const bob = await bed.connect();
    const heard = collector();
    const reports = collector();
    bob.subscription("web_call", heard.callback);
    ann.subscription("#web_call", reports.callback);
    await fence(bob);
    const message = { offer: 1 };
    expect(ann.multi_web_pipe_send("web_call", "offer", message, 3, 5)).toBe(true);
    await reports.next(3);
    await fence(bob);
    expect(heard.data()).toEqual([{ offer: 1 }]);
    expect(message).toEqual({ offer: 1 });
    expect(ann.multi_web_pipe_send("web_call", "offer", "text" as never)).toBeUndefined();
    const changing: Record<string, unknown> = { nested: {} };
    ann.multi_web_pipe_send("web_call", "offer", changing, 2, 5);
    changing.nested = changing;
    await reports.next(5);
    expect(heard.data()).toEqual([{ offer: 1 }, { nested: {} }]);
  });
});

describe("a client that has published", () => {
  it("hears delivery reports on #channel, and refusals on sys.error", async () => {
    const bob = await bed.connect();
    const reports = collector();
    const refusals = collector();
    const errors: CometError[] = [];
    bob.subscription("#web_chat", reports.callback);
    bob.subscription("sys.error", refusals.callback);
    bob.on("error", (error) => errors.push(error));
    bob.web_pipe_send("web_chat", "ev", { t: "it's" });
    bob.web_pipe_send("webauth_chat", "ev", 1);
    await refusals.next(1);
    expect(reports.messages).toMatchObject([
      {
        data: { message: { t: "it's" }, number_messages: 0 },
        server_info: { pipe: "_answer_to_web_chat", event: "answer" },
      },
    ]);
    expect(refusals.data()).toEqual([
      { error: expect.stringContaining("Invalid user auth"), number_messages: -1 },
    ]);
    expect(errors).toMatchObject([{ code: "refused" }]);
    expect(bed.console.warn).toEqual([expect.stringContaining("Invalid user auth")]);
  });

  it("is told of each message without a report that it is unconfirmed", async () => {
    const ann = await bed.connect(ANN);
    const errors = vi.fn();
    const lost = vi.fn();
    ann.on("error", errors);
    ann.on("unconfirmed", lost);
    bed.server.withholdAnswers(["web_pipe2"]);
    const message = { n: 1 };
    ann.web_pipe_send("web_chat", "ev", message);
    ann.web_pipe_send("@web_chat", 2);
    await vi.waitFor(() => expect(bed.server.heldAnswers).toBe(1));
    bed.server.closeConnections();
    await vi.waitFor(() => expect(lost).toHaveBeenCalledTimes(2));
    const reason = expect.stringContaining("not confirmed");
    expect(lost.mock.calls.flat()).toEqual([
      { channel: "web_chat", event: "ev", message, reason },
      { channel: "@web_chat", event: "undefined", message: 2, reason },
    ]);
    expect(errors).not.toHaveBeenCalled();
    expect([...bed.console.error, ...bed.console.warn]).toEqual([]); // nobody can act on it
  });
});
