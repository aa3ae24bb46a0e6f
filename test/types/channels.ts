/** Checked by the compiler alone: what has to be an error is marked, and is one if it is none. */
import { expectTypeOf } from "vitest";
import { CometApi, cometApi, type CometMessage, type TrackEvents } from "../../src/index";
import type { TrackedUser } from "../../src/api/types";

interface Text {
  text: string;
}

interface Channels {
  web_chat: { message: Text; typing: { name: string } };
  webauth_news: { item: string[] };
  track_online: TrackEvents;
  private_room: { message: Text };
  msg: { invitation: { from: number } };
}

const typed = new CometApi<Channels>();
const same: CometApi<Channels> = cometApi;
same.stop();

// Keys and their data.
typed.subscription("web_chat.message", ({ data }) => data.text.length);
typed.subscription("web_chat.typing", ({ data }) => data.name.length);
typed.subscription("web_chat", ({ data }) => {
  expectTypeOf(data).toEqualTypeOf<Text | { name: string }>();
});
typed.subscription("track_online.subscription", ({ data }) => {
  expectTypeOf(data).toEqualTypeOf<TrackedUser>();
});
typed.subscription("msg.invitation", ({ data }) => data.from.toFixed());
typed.subscription("private_room.message", ({ data }) => data.text);
typed.subscription("#web_chat", ({ data }) => [data.number_messages, data.message]);
typed.subscription("answer_to_webauth_news", ({ data }) => data.message.concat([""]));
typed.subscription("user_status_12.online", ({ server_info }) => server_info.user_id);
typed.subscription("", ({ data }) => data);
typed.subscription(({ data }) => data);
typed.subscription("track_online");
// @ts-expect-error a channel that is not in the map
typed.subscription("web_chaat", () => undefined);
// @ts-expect-error an event that is not in the map
typed.subscription("web_chat.mesage", () => undefined);
// @ts-expect-error reports are of channels that visitors publish to
typed.subscription("#track_online", () => undefined);
// @ts-expect-error the data has no such field
typed.subscription("web_chat.message", ({ data }) => data.name);
// @ts-expect-error a callback for other data
typed.subscription("web_chat.message", (message: CometMessage<number>) => message);
// @ts-expect-error the data of a channel is that of any of its events
typed.subscription("web_chat", ({ data }) => data.text);
// @ts-expect-error no callback
typed.subscription("web_chat", 5);

// What is published.
typed.web_pipe_send("web_chat", "message", { text: "" });
typed.web_pipe_send("@web_chat", "typing", { name: "" });
typed.web_pipe_send("web_chat.typing", { name: "" });
typed.web_pipe_send("webauth_news", "item", [""]);
typed.multi_web_pipe_send("web_chat", "message", { text: "" }, 5, 100);
// @ts-expect-error the data of another event
typed.web_pipe_send("web_chat", "message", { name: "" });
// @ts-expect-error an event that is not in the map
typed.web_pipe_send("web_chat", "mesage", { text: "" });
// @ts-expect-error no event: the map has none of that name
typed.web_pipe_send("web_chat", { text: "" });
// @ts-expect-error visitors do not publish there
typed.web_pipe_send("private_room", "message", { text: "" });
// @ts-expect-error nor do they there
typed.web_pipe_send("track_online.subscription", { user_id: 1, uuid: "" });
// @ts-expect-error only web_* takes an @
typed.web_pipe_send("@webauth_news", "item", [""]);
// @ts-expect-error a field too many
typed.multi_web_pipe_send("web_chat", "typing", { name: "", text: "" });

// Questions, options and events.
typed.getTrackPipeUsers("track_online", ({ data }) => data.map(({ user_id }) => user_id.toFixed()));
typed.on("gap", ({ channel, from, to }) => [channel.length, to - from]);
typed.start({ node: ["a", "b"], dev_id: 0, user_id: "12", user_key: null, wss: true });
// @ts-expect-error no such option
typed.start({ user: 12 });
// @ts-expect-error no such event
typed.on("gaps", () => undefined);
// @ts-expect-error the event has no such detail
typed.on("unconfirmed", ({ text }) => text);
// @ts-expect-error a name of old pages: they have it from the script file or from /legacy
typed.getCustomString();

// Without a map, everything goes.
const untyped = new CometApi();
untyped.subscription("whatever.event", ({ data }) => data.anything.at.all);
untyped.web_pipe_send("web_x", null, 1);
untyped.web_pipe_send("web_x.y", [1]);
untyped.web_pipe_send("web_x", undefined, "");
// @ts-expect-error a key is a text
untyped.subscription(12, () => undefined);
