import { beforeEach, describe, expect, it, vi } from "vitest";
import { Inbox } from "../../../src/tabs/follower/inbox";
import { INFO } from "../../support/fake-socket";

let inbox: Inbox;

/** The data of the messages in a frame that the tab hears. */
function heard(fields: object, isEcho = false): unknown[] {
  const frame = {
    channel: "web_a",
    text: JSON.stringify({ pipe: "web_a", event: "e", ...fields }),
  };
  if ("pipe" in fields) frame.channel = String(fields.pipe);
  return inbox.hear(frame, isEcho).map((message) => "data" in message && message.data);
}

const copies = (count: number, data: string) =>
  Array.from({ length: count }, () => heard({ data })).flat();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
  inbox = new Inbox();
  inbox.channels = ["web_a"];
  return () => vi.useRealTimers();
});

describe("the inbox of a tab", () => {
  it("hears a message with an id once", () => {
    const ids = ["id 1", "id 1", "id 2"];
    expect(ids.flatMap((uuid) => heard({ data: uuid, uuid }))).toEqual(["id 1", "id 2"]);
  });

  it("leaves the channels of other tabs to those, and hears what nobody asked for", () => {
    inbox.joined(["web_a", "web_b"]);
    const channels = ["web_a", "web_b", "web_c", "msg"];
    const all = channels.flatMap((pipe) => heard({ data: pipe, pipe }));
    expect(all).toEqual(["web_a", "web_c", "msg"]);
  });

  it("does not hear a channel that it has left, though the server still sends it", () => {
    inbox.joined(["web_a"]);
    inbox.channels = [];
    expect(heard({ data: "late" })).toEqual([]);
  });

  it("finds the sender in the data of a server whose first frame was an old one", () => {
    const frame = {
      channel: "web_a",
      text: '{"pipe":"web_a","event_name":"e","data":"A::12;text"}',
    };
    expect(inbox.hear(frame, false)).toMatchObject([{ userId: 0, data: "A::12;text" }]);
    inbox.open(JSON.stringify({ ...INFO, authorized: "true" }));
    expect(inbox.hear(frame, false)).toMatchObject([{ userId: 12, data: "text" }]);
  });

  it("hears what the queue of an absent user repeats once, and an equal message again", () => {
    const connect = () => inbox.begin(JSON.stringify(INFO));
    const queue = (...texts: string[]) =>
      texts.flatMap((data) => heard({ data, pipe: "msg", fromQueue: true }));
    connect();
    expect(queue("hi", "hi")).toEqual(["hi", "hi"]);
    connect();
    expect(queue("hi", "hi", "hi", "new")).toEqual(["hi", "new"]);
  });

  it("hears private messages only as an authorised visitor, if it wants them", () => {
    inbox.wantsPrivate = true;
    expect([inbox.wanted, inbox.permitted]).toEqual([["web_a", "msg"], ["web_a"]]);
    inbox.open(JSON.stringify({ ...INFO, authorized: true }));
    expect(inbox.permitted).toEqual(["web_a", "msg"]);
  });

  it("tells once which channels the connection has no room for", () => {
    const full = Array.from({ length: 320 }, (_, n) => `web_${n}`);
    inbox.channels = ["web_0", "web_x", "web_y"];
    expect(inbox.joined(full.slice(1))).toBeUndefined();
    expect(inbox.joined(full)).toMatch(/^over 320 channels .*: web_x,web_y$/);
    expect(inbox.joined(full)).toBeUndefined();
    inbox.channels = ["web_x"];
    expect(inbox.joined(full)).toMatch(/: web_x$/);
  });
});

describe("the inbox of a tab that two leaders may have told the same", () => {
  it("skips as many copies as it heard from the first of them", () => {
    expect(copies(2, "ping")).toHaveLength(2);
    inbox.doubles.overlap("recent");
    expect(copies(3, "ping")).toHaveLength(1);
    expect(copies(1, "pong")).toHaveLength(1);
  });

  it("skips the copy of a third leader, too", () => {
    copies(1, "ping");
    inbox.doubles.overlap("recent");
    expect(copies(1, "ping")).toHaveLength(0);
    inbox.doubles.overlap("recent");
    expect(copies(1, "ping")).toHaveLength(0);
  });

  it("skips what a leader of a cluster heard by another node, with or without the sender", () => {
    const sent = { user_id: 7, message_send_time: 100 };
    for (const nodes of [2, 1]) {
      inbox.doubles.nodes = nodes;
      heard({ data: "ping", ...sent });
      inbox.doubles.overlap("recent");
      expect(heard({ data: "ping", ...sent, user_id: 8 })).toHaveLength(1);
      expect(heard({ data: "pong", ...sent })).toHaveLength(1);
      expect(heard({ data: "ping", message_send_time: 101 })).toHaveLength(nodes > 1 ? 0 : 1);
      vi.advanceTimersByTime(20_000);
    }
  });

  it("hears every copy again ten seconds later", () => {
    copies(1, "ping");
    inbox.doubles.overlap("recent");
    vi.advanceTimersByTime(10_001);
    expect(copies(1, "ping")).toHaveLength(1);
  });

  it("hears a text again that it heard long before the second one led", () => {
    copies(1, "offline");
    vi.advanceTimersByTime(5_001);
    inbox.doubles.overlap("recent");
    expect(copies(1, "offline")).toHaveLength(1);
  });

  it("neither skips nor counts what tabs of this browser have published", () => {
    copies(1, "ping");
    heard({ data: "echo" }, true);
    inbox.doubles.overlap("recent");
    expect(heard({ data: "ping" }, true)).toEqual(["ping"]);
    expect(copies(1, "echo")).toHaveLength(1);
    expect(copies(1, "ping")).toHaveLength(0);
  });
});
