import { beforeEach, describe, expect, it } from "vitest";
import { NodePresence } from "../../../src/connection/node-presence";
import { messageOf } from "../../support/decode";
import type { FrameMessage } from "../../../src/protocol/messages";

let presence: NodePresence;
let open: number[];
beforeEach(() => {
  presence = new NodePresence(2);
  open = [0, 1];
});

const frame = (fields: object) => messageOf(fields) as FrameMessage;
/** The forms of the recording `cluster`. */
const status = (event: string) => frame({ data: event, event, pipe: "user_status_12" });
const statusFromOther = (event: string) =>
  frame({ data: event, event, message_send_time: 1, pipe: "user_status_12" });
const joined = (event = "subscription", uuid = "u", pipe = "track_k") =>
  frame({ data: { user_id: 12, uuid }, event, message_send_time: 1, pipe });
const joinedOther = () =>
  frame({
    data: '{"user_id":"12","uuid":"u"',
    event: "subscription",
    message_send_time: 1,
    pipe: "track_k",
  });
const isNews = (node: number, message: FrameMessage) => presence.isNews(node, message, open);

describe("a user's status", () => {
  it("is told once when he comes to a second node, and when he has left both", () => {
    expect(isNews(0, status("online"))).toBe(true);
    expect(isNews(1, statusFromOther("online"))).toBe(false);
    expect(isNews(1, status("online"))).toBe(false);
    expect(isNews(0, status("offline"))).toBe(false);
    expect(isNews(1, statusFromOther("offline"))).toBe(false);
    expect(isNews(1, status("offline"))).toBe(true);
    expect(isNews(0, statusFromOther("offline"))).toBe(false);
  });

  it("is told of a user who was there before, once", () => {
    expect(isNews(0, status("offline"))).toBe(true);
    expect(isNews(1, status("offline"))).toBe(false);
    expect(isNews(1, status("online"))).toBe(true);
  });

  it("is taken from the other node where his own cannot be reached", () => {
    open = [1];
    expect(isNews(1, statusFromOther("online"))).toBe(true);
    expect(isNews(1, statusFromOther("online"))).toBe(false);
    expect(isNews(1, statusFromOther("offline"))).toBe(true);
  });

  it("is that on a node that cannot be heard, too, as far as another one has told it", () => {
    open = [1];
    expect(isNews(1, statusFromOther("online"))).toBe(true);
    expect(isNews(1, status("online"))).toBe(false);
    expect(isNews(1, status("offline"))).toBe(false);
    expect(isNews(1, statusFromOther("offline"))).toBe(true);
  });

  it("is that of one user, and not of another", () => {
    const other = frame({ data: "online", event: "online", pipe: "user_status_13" });
    expect(isNews(0, status("online"))).toBe(true);
    expect(isNews(0, other)).toBe(true);
    expect(isNews(1, status("online"))).toBe(false);
  });

  it("counts no node that cannot be heard any more", () => {
    isNews(0, status("online"));
    isNews(1, status("online"));
    open = [0];
    presence.close(1);
    expect(isNews(0, status("offline"))).toBe(true);
  });
});

describe("a channel's visitors", () => {
  it("come once, whichever copy is first, and leave when no node has them", () => {
    expect(isNews(1, joinedOther())).toBe(false);
    expect(isNews(0, joined())).toBe(true);
    expect(isNews(0, joinedOther())).toBe(false);
    expect(isNews(1, joined())).toBe(false);
    expect(isNews(0, joined("unsubscription"))).toBe(false);
    expect(isNews(1, joined("unsubscription"))).toBe(true);
  });

  it("are counted one by one, in each channel", () => {
    for (const [uuid, pipe] of [
      ["u", "track_k"],
      ["v", "track_k"],
      ["u", "track_other"],
    ] as const) {
      expect(isNews(0, joined("subscription", uuid, pipe))).toBe(true);
      expect(isNews(0, joined("subscription", uuid, pipe))).toBe(false);
    }
  });

  it("are remembered up to 10,000, and then all forgotten: the next event of each is news", () => {
    const join = (uuid: number) => isNews(0, joined("subscription", String(uuid)));
    for (let uuid = 1; uuid <= 10_000; uuid++) join(uuid);
    expect(join(1)).toBe(false);
    expect(join(10_001)).toBe(true);
    expect(join(1)).toBe(true);
  });
});

describe("of three nodes, which do not say where a visitor is,", () => {
  beforeEach(() => (presence = new NodePresence(3)));

  it.each([
    [[0, 1, 2], false],
    [[1, 2], true],
  ])("one tells news of others if not all can be heard: %j: %s", (nodes, expected) => {
    open = nodes;
    expect(isNews(1, statusFromOther("online"))).toBe(expected);
  });

  it("what one tells of itself is news", () => {
    open = [0, 1, 2];
    expect(isNews(2, status("online"))).toBe(true);
  });

  it("one that has told of another does not make the visitor stay", () => {
    open = [1, 2];
    expect(isNews(1, statusFromOther("online"))).toBe(true);
    expect(isNews(1, status("online"))).toBe(false);
    expect(isNews(1, status("offline"))).toBe(true);
  });
});
