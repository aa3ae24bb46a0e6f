import { describe, expect, it, vi } from "vitest";
import { ANN, collector, fence, useTestBed } from "./test-bed";

const bed = useTestBed();

describe("a client that asks", () => {
  it("counts, lists and describes users", async () => {
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

  it("gets a log each time, marked as history, with an end", async () => {
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

describe("a client that subscribes", () => {
  it("joins a channel with the first listener, and leaves it with the last", async () => {
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

  it("hears private messages and presence", async () => {
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

  it("hears the queue of an absent user after the delay that the page sets, the rest at once", async () => {
    bed.server.authorize(14, "hash14");
    bed.server.sendToUser(14, "e", "one");
    bed.server.sendToUser(14, "e", "two");
    const client = bed.create();
    const heard = collector();
    client.subscription("msg", heard.callback);
    const user = { user_id: 14, user_key: "hash14", queue_delay: 600_000 };
    client.start({ node: bed.server.node, ...user });
    await vi.waitFor(() => expect(client.isConnected()).toBe(true));
    bed.server.sendToUser(14, "e", "live");
    await fence(client);
    expect(heard.data()).toEqual(["live"]);
    client.stop();
    client.start({ queue_delay: 1 });
    await heard.next(3);
    expect(heard.data()).toEqual(["live", "one", "two"]);
  });

  it("hears nothing of the queue as another visitor", async () => {
    bed.server.authorize(15, "hash15");
    bed.server.sendToUser(15, "e", "for Eve");
    const eve = { user_id: 15, user_key: "hash15", queue_delay: 600_000 };
    const client = await bed.connect(eve);
    await fence(client);
    const heard = collector();
    client.subscription("msg", heard.callback);
    bed.server.sendToUser(ANN.user_id, "e", "for Ann");
    client.restart({ ...ANN, queue_delay: 1 });
    await heard.next(1);
    expect(heard.data()).toEqual(["for Ann"]);
  });

  it("hears the queue of an absent user once, also with a listener that comes late", async () => {
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
