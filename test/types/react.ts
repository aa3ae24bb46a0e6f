/** Checked by the compiler alone: hooks that know a declaration of channels, and hooks without one. */
import { createElement } from "react";
import { expectTypeOf } from "vitest";
import { CometApi, cometApi, type DeliveryReport, type TrackEvents } from "../../src/index";
import * as plain from "../../src/react";

interface Channels {
  web_chat: { message: { text: string }; typing: { name: string } };
  [room: `web_room_${number}`]: { message: { text: string } };
  track_online: TrackEvents;
}

const hooks = plain.createCometHooks<Channels>();
const publish = hooks.usePublish();
declare const room: 7 | null;

hooks.useChannel("web_chat.message", ({ data }) => expectTypeOf(data.text).toEqualTypeOf<string>());
hooks.useChannel("web_chat", (message) => {
  if (message.event === "typing") expectTypeOf(message.data.name).toEqualTypeOf<string>();
  else expectTypeOf(message.data.text).toEqualTypeOf<string>();
});
hooks.useChannel(room && `web_room_${room}`, ({ data }) => data.text.trim(), { recover: true });
hooks.useChannel(null, () => undefined);
// @ts-expect-error no such channel
hooks.useChannel("web_chaat", () => undefined);
// @ts-expect-error no such event
hooks.useChannel("web_chat.mesage", () => undefined);
// @ts-expect-error the data has no such field
hooks.useChannel("web_chat.message", ({ data }) => data.name);
// @ts-expect-error it ends with the component
hooks.useChannel("web_chat", () => undefined, { once: true });
hooks.usePresence("track_online", { graceMs: 0 })?.[0]?.uuid.trim();
// @ts-expect-error no such channel
hooks.usePresence("track_onlin");
expectTypeOf(publish("web_chat", "typing", { name: "" })).toEqualTypeOf<
  Promise<DeliveryReport<{ name: string }>>
>();
// @ts-expect-error the data of another event
void publish("web_chat", "message", { name: "" });
// @ts-expect-error no such channel
hooks.useComet().subscribe("web_chaat", () => undefined);

const typed = new CometApi<Channels>();
createElement(hooks.CometProvider, { api: typed, options: { node: "a" } }, "text");
createElement(hooks.CometProvider, { api: cometApi });
createElement(plain.CometProvider, { api: typed });
// @ts-expect-error the instance declares other channels
createElement(hooks.CometProvider, { api: new CometApi<{ web_x: { e: string } }>() });
// @ts-expect-error no such option
createElement(plain.CometProvider, { options: { user: 12 } });

plain.useChannel("web_any.thing", ({ data }) => expectTypeOf(data).toEqualTypeOf<unknown>());
expectTypeOf(plain.useAuthorized()).toEqualTypeOf<boolean | undefined>();
void plain.usePublish()("web_any", "thing", { any: "thing" });
// @ts-expect-error events are declared as an object
plain.createCometHooks<{ web_chat: string }>();
