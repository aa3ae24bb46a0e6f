/** Checked by the compiler alone: what has to be an error is marked, and is one if it is none. */
import { expectTypeOf } from "vitest";
import type { CometApi, TrackEvents } from "../../src/index";
import { createTestComet, type TestServer } from "../../testing";

interface Channels {
  web_chat: { message: { text: string }; typing: { name: string } };
  [room: `web_room_${number}`]: { message: { text: string } };
  track_online: TrackEvents;
  msg: { invitation: { from: number } };
}

const { cometApi, createClient, server, stop } = createTestComet<Channels>();
expectTypeOf(cometApi).toEqualTypeOf<CometApi<Channels>>();
expectTypeOf(createClient()).toEqualTypeOf<CometApi<Channels>>();
expectTypeOf(server).toEqualTypeOf<TestServer<Channels>>();
expectTypeOf(stop).returns.toBeVoid();

// The back end may publish to any channel.
server.publish("web_chat", "message", { text: "" });
server.publish("web_room_7", "message", { text: "" }, { from: 7 });
server.publish("track_online", "subscription", { user_id: 7, uuid: "" });
// @ts-expect-error no such channel
server.publish("web_chaat", "message", { text: "" });
// @ts-expect-error no such event
server.publish("web_chat", "mesage", { text: "" });
// @ts-expect-error the data of another event
server.publish("web_chat", "message", { name: "" });
// @ts-expect-error a sender has a number
server.publish("web_chat", "message", { text: "" }, { from: "Ann" });

server.sendToUser(7, "invitation", { from: 1 });
// @ts-expect-error no such private message
server.sendToUser(7, "invite", { from: 1 });
// @ts-expect-error the data of another event
server.sendToUser(7, "invitation", { text: "" });

void server.published("web_chat").then((all) => {
  for (const message of all) if (message.event === "typing") message.data.name.trim();
  expectTypeOf(all[0]?.userId).toEqualTypeOf<number | undefined>();
});
// @ts-expect-error no such channel
void server.published("web_chaat");

// Without a declaration: any channel, and data that nobody knows.
const anything = createTestComet();
anything.server.publish("web_any", "thing", { any: "thing" });
anything.server.sendToUser(7, "thing", 1);
void anything.server.published("web_any").then(([first]) => {
  expectTypeOf(first?.data).toEqualTypeOf<unknown>();
});

// @ts-expect-error events are declared as an object
createTestComet<{ web_chat: string }>();
