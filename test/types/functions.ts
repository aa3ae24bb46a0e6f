/** Checked by the compiler alone: functions that are given an instance know its declaration. */
import { expectTypeOf } from "vitest";
import {
  checked,
  CometApi,
  cometApi,
  messages,
  presence,
  type Schema,
  type TrackEvents,
} from "../../src/index";

interface Channels {
  web_chat: { message: { text: string }; typing: { name: string } };
  track_online: TrackEvents;
}

const typed = new CometApi<Channels>();

for await (const message of messages(typed, "web_chat"))
  if (message.event === "typing") expectTypeOf(message.data.name).toEqualTypeOf<string>();
  else expectTypeOf(message.data.text).toEqualTypeOf<string>();
for await (const { data } of messages(cometApi, "web_any"))
  expectTypeOf(data).toEqualTypeOf<unknown>();
for await (const users of presence(typed, "track_online", { graceMs: 0 })) users[0]?.uuid.trim();
presence(cometApi, "track_any").on("join", ({ user_id }) => user_id.toFixed());
// @ts-expect-error no such channel
messages(typed, "web_chaat");
// @ts-expect-error no such channel
presence(typed, "track_onlin");
// @ts-expect-error no such event
presence(cometApi, "track_any").on("joined", () => undefined);

declare const schema: Schema<{ text: string }>;
typed.subscribe(
  "web_chat",
  checked(typed, schema, ({ data, channel }) => [data.text.trim(), channel.trim()]),
);
cometApi.subscribe(
  "web_any",
  checked(cometApi, schema, ({ data }) => data.text.trim()),
);
cometApi.subscribe(
  "web_any",
  // @ts-expect-error the schema has no such field
  checked(cometApi, schema, ({ data }) => data.name),
);
