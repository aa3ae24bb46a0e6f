import { describe, expect, it } from "vitest";
import type { Recording } from "../../support/recordings";
import type { Command } from "../../../src/protocol/commands";
import { publishCommand } from "../../../src/protocol/commands";
import { joinUsers } from "../../../src/protocol/cluster";
import { echoFrame, published } from "../../../src/protocol/echo";
import type { ChannelFields } from "../../../src/protocol/messages";
import { decodeData } from "../../../src/protocol/payload";
import { contextOf, decodeOne, messageOf } from "../../support/decode";
import { recordings } from "./recorded";

/** A publish that the server took, and what became of it. */
interface Publish {
  readonly file: string;
  readonly command: Command;
  readonly userId: string;
  readonly report: ChannelFields;
  /** The frame that another connection got. */
  readonly delivered: string;
}

/** What the server adds: the time, and for older clients the event under its older name. */
const ADDED = ["message_send_time", "event_name", "api_data"];

/** The recording as it is, each publish with its report and the last delivery before that. */
function publishesIn({ file, steps }: Recording): Publish[] {
  const publishes: Publish[] = [];
  const userIds = new Map<string, string>();
  const sent = new Map<string, Command>();
  let delivered = "";
  for (const { conn = "", open, send = "", recv } of steps) {
    if (open) userIds.set(conn, /myid=(\d*)/.exec(open)?.[1] ?? "");
    const [kind, channel = ""] = send.split("\n");
    if (kind === "web_pipe2") {
      sent.set(conn, { kind, channel, text: send });
      delivered = "";
    }
    const command = sent.get(conn);
    if (recv === undefined) continue;
    const known = command ? [`_answer_to_${command.channel.replace("@", "")}`] : [];
    const message = decodeOne(recv, contextOf(known));
    if (message.kind === "channel" && !message.history) delivered = recv;
    if (message.kind !== "report" || !command || !delivered) continue;
    const userId = userIds.get(conn) ?? "";
    publishes.push({ file, command, userId, report: message, delivered });
    delivered = "";
  }
  return publishes;
}

/** What a frame says, but for what only the server can know. */
function contentOf(text: string): object {
  const fields = Object.entries(JSON.parse(text) as object);
  return Object.fromEntries(fields.filter(([name]) => !ADDED.includes(name)));
}

describe("the echo of a recorded publish", () => {
  const publishes = recordings.flatMap(publishesIn);
  const whole = publishes.filter(({ delivered }) => !delivered.includes("\0"));
  const of = (version: string) => publishes.filter(({ file }) => file.includes(`v${version}`));

  it("is compared with deliveries of every kind of value, in both versions", () => {
    expect(of("4.08").length).toBeGreaterThan(20);
    expect(of("3.25")).toHaveLength(of("4.08").length);
    expect(whole.length).toBeGreaterThan(40);
    expect(publishes.some(({ command }) => command.channel === "@web_chat")).toBe(true);
    expect(publishes.some(({ command }) => command.channel === "webauth_chat")).toBe(true);
    for (const { report } of of("3.25")) expect(report.data).toBeTypeOf("string");
    for (const { report } of of("4.08")) expect(report.data).toBeTypeOf("object");
  });

  it.each(whole)("is the frame that other visitors got: $command.text", (publish) => {
    const { command, report, userId, delivered } = publish;
    expect(contentOf(echoFrame(command, report, userId))).toEqual(contentOf(delivered));
  });

  it.each(publishes)("is read as other visitors read theirs: $command.text", (publish) => {
    const { command, report, userId, delivered } = publish;
    const text = echoFrame(command, report, userId);
    const { channel } = command;
    const context = contextOf([channel]);
    const { time } = report;
    expect(decodeOne(text)).toEqual({ ...decodeOne(delivered, context), time, text });
  });
});

describe("the echo of a publish", () => {
  const report = (data: unknown) =>
    decodeOne(JSON.stringify({ data, pipe: "_answer_to_web_a" })) as ChannelFields;
  const echoOf = (channel: string, userId: string, data: unknown) =>
    JSON.parse(echoFrame(publishCommand(channel, "ev", 1, userId), report(data), userId));

  it("names the sender, unless the sender is anonymous or the channel hides it", () => {
    const data = { message: "1", number_messages: 0 };
    const echo = { data: "1", event: "ev", pipe: "web_a" };
    expect(echoOf("web_a", "12", data)).toEqual({ ...echo, user_id: 12 });
    expect(echoOf("web_a", "", data)).toEqual({ ...echo, user_id: 0 });
    expect(echoOf("@web_a", "12", data)).toEqual({ ...echo, user_id: 0 });
  });

  it("takes the message from the report, also from the text that an old server sends", () => {
    const message = '{\\"t\\":\\"it\\\'s\\"}';
    const frames = [{ message }, JSON.stringify({ message })].map((data) =>
      echoOf("web_a", "", data),
    );
    expect(frames[0]).toEqual(frames[1]);
    expect(decodeData(frames[0].data)).toEqual({ t: "it's" });
  });

  it.each(["", "no object", "[1]", null, 7, [], { other: 1 }])(
    "is a frame also if the report says nothing: %j",
    (data) => {
      expect(echoOf("web_a", "12", data)).toEqual({ event: "ev", pipe: "web_a", user_id: 12 });
    },
  );
});

it("a command of another version that lacks lines publishes nothing on no channel", () => {
  const command: Command = { kind: "web_pipe2", channel: "", text: "web_pipe2" };
  expect(published(command)).toEqual({ channel: "", event: "", data: undefined });
});

it("what is nested too deep for JSON has no text: no echo, no joined list of users", () => {
  const deep = `${"[".repeat(32_000)}${"]".repeat(32_000)}`;
  const report = messageOf({ pipe: "_answer_to_web_a", data: `{"message":${deep}}` });
  const parsed = { ...report, data: JSON.parse(String(report.data)) as unknown };
  expect(echoFrame(publishCommand("web_a", "e", 1, ""), parsed, "")).toBe("");
  const users = messageOf({ pipe: "_answer", marker: "m", data: `[${deep}]` });
  expect(joinUsers([users, users])?.text).toBe("");
});
