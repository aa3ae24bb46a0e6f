/** Checked by the compiler alone: what has to be an error is marked, and is one if it is none. */
import { expectTypeOf } from "vitest";
import {
  CometApi,
  cometApi,
  presence,
  type DeliveryReport,
  type KeyOf,
  type Message,
  type MessageOf,
  type TrackEvents,
} from "../../src/index";

interface Channels {
  web_chat: { message: { text: string }; typing: { name: string } };
  [room: `web_room_${number}`]: { message: { text: string } };
  webauth_news: { item: string[] };
  track_online: TrackEvents;
  msg: { invitation: { from: number } };
}

const typed = new CometApi<Channels>();

// A channel's messages are told apart by their event.
typed.subscribe("web_chat", (message) => {
  if (message.event === "typing") expectTypeOf(message.data).toEqualTypeOf<{ name: string }>();
  else expectTypeOf(message.data.text).toEqualTypeOf<string>();
});
typed.subscribe("web_chat.message", ({ data, event, channel }) => {
  expectTypeOf(data).toEqualTypeOf<{ text: string }>();
  expectTypeOf(event).toEqualTypeOf<"message">();
  expectTypeOf(channel).toEqualTypeOf<"web_chat">();
});
typed.subscribe("web_room_7.message", ({ data }) => data.text.length, { once: true });
typed.subscribe("web_room_7", ({ data }) => data.text.length);
typed.subscribe("#web_chat", ({ data }) => data.number_messages.toFixed());
typed.subscribe("", ({ data }) => expectTypeOf(data).toEqualTypeOf<unknown>());
typed.subscribe("web_chat.message\n web_room_1 \nmsg", (message) => {
  if (message.channel === "msg") expectTypeOf(message.data.from).toEqualTypeOf<number>();
  else expectTypeOf(message.data.text).toEqualTypeOf<string>();
});
typed.subscription("web_chat.message\nmsg", ({ data }) => data);
typed.unsubscription(typed.subscription("web_chat"));
// @ts-expect-error no such channel
typed.subscribe("web_chaat", () => undefined);
// @ts-expect-error no such event
typed.subscribe("web_chat.mesage", () => undefined);
// @ts-expect-error no such event in the second line
typed.subscribe("web_chat\nmsg.invite", () => undefined);
// @ts-expect-error not a number
typed.subscribe("web_room_x", () => undefined);
// @ts-expect-error a dot begins the event, also where it could belong to a number
typed.subscribe("web_room_1.5", () => undefined);
declare const room: `web_room_${number}`;
typed.subscribe(room, ({ data }) => data.text.length);
typed.subscribe(`${room}.message`, ({ data }) => data.text.length);
// @ts-expect-error the data has no such field
typed.subscribe("web_chat.message", ({ data }) => data.name);
// @ts-expect-error the data of a channel is that of any of its events
typed.subscribe("web_chat", ({ data }) => data.text);
// @ts-expect-error a handler for other data
typed.subscribe("web_chat.message", (message: Message<number>) => message);
// @ts-expect-error no handler
typed.subscribe("web_chat");
// @ts-expect-error no such option
typed.subscribe("web_chat", () => undefined, { onec: true });

// What is published.
expectTypeOf(typed.publish("web_chat", "message", { text: "" })).toEqualTypeOf<
  Promise<DeliveryReport<{ text: string }>>
>();
void typed.publish("@web_chat", "typing", { name: "" }, { timeoutMs: 5_000 });
void typed.publish("web_room_7", "message", { text: "" });
declare const either: "message" | "typing";
void typed.publish("web_chat", either, { text: "", name: "" });
// @ts-expect-error either event may be meant
void typed.publish("web_chat", either, { text: "" });
// @ts-expect-error the data of another event
void typed.publish("web_chat", "message", { name: "" });
// @ts-expect-error no such event
void typed.publish("web_chat", "mesage", { text: "" });
// @ts-expect-error no such channel
void typed.publish("web_room_1.5", "message", { text: "" });
// @ts-expect-error visitors do not publish there
void typed.publish("track_online", "subscription", { user_id: 1, uuid: "" });
// @ts-expect-error only web_* takes an @
void typed.publish("@webauth_news", "item", [""]);
// @ts-expect-error a field too many
void typed.publish("web_chat", "typing", { name: "", text: "" });

// Questions.
void typed.history("web_chat").then((all) => {
  for (const message of all) if (message.event === "typing") message.data.name.trim();
});
void typed.countUsers("track_online").then((count) => count.toFixed());
void typed.trackedUsers("track_online").then((users) => users[0]?.uuid);
typed.get_pipe_log("web_chat", ({ data }) => ("text" in data ? data.text : data.name));
// @ts-expect-error no such channel
void typed.history("web_chaat");
// @ts-expect-error an event, no channel
void typed.history("web_room_1.5");
// @ts-expect-error no such channel
void typed.countUsers("track_onlin");
// @ts-expect-error the server does not tell who is there
void typed.trackedUsers("web_chat");
// @ts-expect-error the server does not tell who is there
presence(typed, "web_chat");
// @ts-expect-error no such channel
typed.get_pipe_log("web_chaat");
// @ts-expect-error no such channel
typed.count_users_in_pipe("track_onlin", () => undefined);
// @ts-expect-error no such channel
typed.getTrackPipeUsers("track_onlin", () => undefined);

// A function of one's own with the same types.
function listen<K extends string>(
  key: KeyOf<Channels, K>,
  handler: (message: MessageOf<Channels, K>) => void,
): () => void {
  return () => typed.subscribe(key, handler).unsubscribe();
}
listen("web_chat.message", ({ data }) => data.text);
// @ts-expect-error no such event
listen("web_chat.mesage", () => undefined);

// Without a declaration: any channel, and data that nobody knows.
cometApi.subscribe("web_any.thing", ({ data }) => expectTypeOf(data).toEqualTypeOf<unknown>());
void cometApi.publish("web_any", "thing", { any: "thing" });
// @ts-expect-error unknown data
cometApi.subscribe("web_any", ({ data }) => data.text);

// @ts-expect-error events are declared as an object
new CometApi<{ web_chat: string }>();
