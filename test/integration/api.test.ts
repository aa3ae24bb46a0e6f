import { describe, expect, it, vi } from "vitest";
import type { CometError } from "../../src/errors";
import { ANN, collector, fence, useTestBed } from "../support/client";

const bed = useTestBed();

describe("publishing and hearing", () => {
  it("carries any JSON value, with sender, channel and event", async () => {
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

  it("takes the channel with or without an event", async () => {
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

  it("returns what became of a call", async () => {
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

  it("delivers what waited, after the channels, once the server can be reached", async () => {
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
    expect(bed.server.received.filter(({ userId }) => userId === 12).at(-4)?.text).toBe(
      "subscription\nweb_own",
    );
  });

  it("lets no message through that the server would drop or punish for", async () => {
    const ann = await bed.connect(ANN);
    expect(ann.web_pipe_send("web_chat", "ev", "x".repeat(70_000))).toBeUndefined();
    expect(ann.web_pipe_send("web_chat", "ev", "'".repeat(30_000))).toBeUndefined();
    expect(bed.console.error[1]).toMatch(/web_chat too large: 90\d{3} of 65535 bytes/);
    await fence(ann);
    expect(ann.isConnected()).toBe(true);
  });

  it("delivers a message of exactly the size that the server delivers", async () => {
    const ann = await bed.connect(ANN);
    const bob = await bed.connect();
    const heard = collector();
    bob.subscription("web_chat", heard.callback);
    await fence(bob);
    let length = 65_300;
    while (ann.web_pipe_send("web_chat", "ev", "x".repeat(length))) length++;
    await heard.next(length - 65_300);
    expect(heard.messages.at(-1)?.data).toHaveLength(length - 1);
    expect(bed.console.error).toEqual([expect.stringContaining("65536 of 65535 bytes")]);
  });

  it("sends one message several times, heard once and without a trace of it", async () => {
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

describe("delivery reports and refusals", () => {
  it("reach #channel and sys.error", async () => {
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

  it("say of each lost message that it is unconfirmed", async () => {
    const ann = await bed.connect(ANN);
    const errors: CometError[] = [];
    ann.on("error", (error) => errors.push(error));
    bed.server.withholdAnswers(["web_pipe2"]);
    ann.web_pipe_send("web_chat", "ev", 1);
    await vi.waitFor(() => expect(bed.server.heldAnswers).toBe(1));
    bed.server.closeConnections();
    await vi.waitFor(() => expect(errors).toMatchObject([{ code: "unconfirmed" }]));
    bed.server.releaseAnswers();
    expect(bed.console.error).toEqual([]); // nobody can act on it
  });
});

describe("questions", () => {
  it("count, list and describe users", async () => {
    bed.server.setUserData(12, { name: "Ann's" });
    const ann = await bed.connect(ANN);
    const bob = await bed.connect();
    ann.subscription("track_room");
    bob.subscription("track_room");
    await fence(ann);
    await fence(bob);
    const answers = collector();
    expect(ann.count_users_in_pipe("track_room", answers.callback)).toBe(true);
    expect(ann.getTrackPipeUsers("track_room", answers.callback)).toBe(true);
    expect(ann.getUserData(12, answers.callback)).toBe(true);
    expect(ann.getUserData("404", answers.callback)).toBe(true);
    await answers.next(4);
    expect(answers.data()).toEqual([
      { user_in_pipe: 2 },
      [
        { user_id: 0, uuid: bob.getUUID() },
        { user_id: 12, uuid: ann.getUUID() },
      ],
      { user_data: '{"name":"Ann\'s"}', user_id: 12 },
      { user_data: "", user_id: 404 },
    ]);
  });

  it("replay a log to those who listen, marked as history, with an end", async () => {
    bed.server.keepLog("web_log", 10);
    const ann = await bed.connect(ANN);
    const bob = await bed.connect();
    for (const text of ["it's", "two"]) ann.web_pipe_send("web_log", "ev", { text });
    await fence(ann);
    const heard = collector();
    const ends: number[] = [];
    const onEnd = () => ends.push(heard.messages.length);
    for (let click = 0; click < 3; click++)
      expect(bob.get_pipe_log("web_log", heard.callback, onEnd)).toBe(true);
    await fence(bob);
    expect(ends).toEqual([2, 4, 6]);
    expect(heard.messages[0]).toMatchObject({
      data: { text: "it's" },
      server_info: { history: true, user_id: 12, pipe: "web_log" },
    });
    ann.web_pipe_send("web_log", "ev", { text: "live" });
    await heard.next(7);
    expect(heard.messages[6]).toMatchObject({ server_info: { history: false } });
    const texts = bed.server.received.map(({ text }) => text.split("\n", 2).join(" "));
    expect(texts.indexOf("subscription web_log")).toBeGreaterThan(-1);
    expect(texts.indexOf("subscription web_log")).toBeLessThan(texts.indexOf("pipe_log web_log"));
    bob.get_pipe_log("web_nolog", undefined, () => ends.push(-1));
    await fence(bob);
    expect(ends.at(-1)).toBe(-1);
    expect(heard.messages).toHaveLength(7);
  });
});

describe("channels", () => {
  it("are joined with the first listener and left with the last", async () => {
    const bob = await bed.connect();
    const channels = () => bed.server.connections[0]?.channels ?? [];
    const first = bob.subscription("web_a.x", () => undefined);
    const second = bob.Subscription("web_a", () => undefined);
    bob.subscription("private_x");
    bob.subscription("web_b");
    await fence(bob);
    expect([...channels()].sort()).toEqual(["web_a", "web_b"]); // private_* is not for anonymous
    bob.unsubscription(String(first));
    await fence(bob);
    expect(channels()).toContain("web_a");
    bob.unsubscription(String(second));
    await fence(bob);
    expect([...channels()]).toEqual(["web_b"]);
    expect(bob.unsubscriptionAll()).toBe(true);
    await fence(bob);
    expect([...channels()]).toEqual([]);
  });

  it("carry private messages and presence", async () => {
    const heard = collector();
    const ann = await bed.connect(ANN);
    ann.subscription("msg", heard.callback);
    ann.subscription("user_status_13.online", heard.callback);
    ann.subscription("track_room.subscription", heard.callback);
    await fence(ann);
    bed.server.sendToUser(12, "hello", 'He said "hi"\n it\'s');
    await heard.next(1);
    const bob = await bed.connect({ user_id: 13, user_key: "hash13" });
    bob.subscription("track_room");
    await heard.next(3);
    expect(heard.messages).toMatchObject([
      { data: 'He said "hi"\n it\'s', server_info: { pipe: "msg", event: "hello" } },
      { server_info: { pipe: "user_status_13", event: "online" } },
      { data: { user_id: 13, uuid: bob.getUUID() }, server_info: { event: "subscription" } },
    ]);
  });

  it("deliver the queue of an absent user once, also to a listener that comes late", async () => {
    bed.server.sendToUser(13, "e", "one");
    bed.server.sendToUser(13, "e", "two");
    const bob = await bed.connect({ user_id: 13, user_key: "hash13" });
    await fence(bob);
    const heard = collector();
    bob.subscription("msg", heard.callback);
    await heard.next(2);
    bed.server.closeConnections();
    await vi.waitFor(() => expect(bob.isConnected()).toBe(false));
    await vi.waitFor(() => expect(bob.isConnected()).toBe(true), 3_000);
    await fence(bob);
    expect(heard.data()).toEqual(["one", "two"]);
    expect(heard.messages[0]?.server_info.history).toBe(true);
  });
});
