/** What the compiler says about a wrong line: its first line names the channel or the event. */
import { beforeAll, expect, it } from "vitest";
import { errorsIn } from "../support/compile";

const DECLARATION = `
import { CometApi, type TrackEvents } from "comet-server-api";
interface Channels {
  web_chat: { message: { text: string }; typing: { name: string } };
  webauth_news: { item: string[] };
  track_online: TrackEvents;
  [room: \`web_room_\${number}\`]: { message: string };
}
const api = new CometApi<Channels>();
`;

/** Each a wrong line, and what its error has to say. */
const WRONG: readonly (readonly [line: string, says: RegExp])[] = [
  [`api.subscribe("web_chaat", () => 0);`, /"there is no channel web_chaat"/],
  [`api.subscribe("web_chat.mesage", () => 0);`, /"web_chat has no event mesage"/],
  [`api.subscribe("web_room_1.5", () => 0);`, /"web_room_1 has no event 5"/],
  [`api.subscribe("#track_online", () => 0);`, /"there are no reports of track_online"/],
  [`api.subscribe("web_chat\\nweb_x.y", () => 0);`, /"there is no channel web_x"/],
  [`api.oncePerBrowser("web_chat.mesage", () => 0);`, /"web_chat has no event mesage"/],
  [
    `api.publish("web_chaat", "message", { text: "" });`,
    /"nobody publishes to a channel web_chaat"/,
  ],
  [`api.publish("@webauth_news", "item", [""]);`, /"@webauth_news takes no @"/],
  [`api.publish("web_chat", "mesage", { text: "" });`, /"web_chat has no event mesage"/],
  [
    `api.publish("web_chat", "message", { text: 5 });`,
    /'number' is not assignable to type 'string'/,
  ],
  [`api.history("web_chaat");`, /"there is no channel web_chaat"/],
  [`api.history("web_chat.message");`, /"give the channel web_chat without an event"/],
  [`api.get_pipe_log("web_chat.message");`, /"give the channel web_chat without an event"/],
  [`api.trackedUsers("#web_chat");`, /"there is no channel #web_chat"/],
  [`api.trackedUsers("web_chat");`, /"nobody is told who is in web_chat: .* begin with track_"/],
  [`api.countUsers("track_onlin");`, /"there is no channel track_onlin"/],
  [`api.getTrackPipeUsers("track_onlin", () => 0);`, /"there is no channel track_onlin"/],
  [`api.web_pipe_send("web_chat.mesage", { text: "" });`, /"web_chat has no event mesage"/],
  [`api.web_pipe_send("track_online.x", 1);`, /"nobody publishes to a channel track_online"/],
  [`api.web_pipe_send("web_chaat", 1);`, /"nobody publishes to a channel web_chaat"/],
  [`api.web_pipe_send("web_chat", 1);`, /"give an event of web_chat"/],
  [
    `declare const odd: CometApi<{ web_chat: string }>; odd.subscribe("web_chat.length", () => 0);`,
    /"web_chat has no event length"/,
  ],
  [`new CometApi<{ web_chat: string }>();`, /'\{ web_chat: string; \}'/],
];

let errors: Map<number, string>;

beforeAll(() => {
  [errors = new Map()] = errorsIn(DECLARATION + WRONG.map(([line]) => line).join("\n"));
}, 60_000);

it.each(WRONG.map((each, index) => [...each, index] as const))("%s", (_, says, index) => {
  const line = DECLARATION.split("\n").length - 1 + index;
  expect(errors.get(line)?.split("\n")[0]).toMatch(says);
});
