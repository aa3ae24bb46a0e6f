/** The profile `"3"`, frame by frame: what a server before version 4 says to clients of any version. */
import { afterEach, beforeEach, expect, it } from "vitest";
import type { DevServer, DevServerOptions } from "../../../dev-server";
import { startDevServer } from "../../../dev-server";
import { Client, requestPath } from "./client";

const USER_12 = { key: "hash12", id: 12 };

let server: DevServer;
let now = 0;

beforeEach(async () => {
  now = 1_000_000_000_000;
  await restart();
});
afterEach(() => server.close());

async function restart(options: DevServerOptions = {}): Promise<void> {
  await server?.close();
  server = await startDevServer({ port: 0, profile: "3", clock: () => now, ...options });
  server.authorize(12, "hash12");
}

const connect = (request = {}) => Client.connect(server.node, request);

/** Sends a command that is answered, and returns the answer. */
async function ask(client: Client, ...fields: string[]): Promise<string> {
  client.send(...fields);
  return client.next();
}

async function joined(client: Client, ...names: string[]): Promise<void> {
  client.send("subscription", ...names);
  await ask(client, "pipe_count", "web_fence", "fence", "");
}

/** A WebSocket frame of these messages: plain JSON, each key where it stands here. */
function frameOf(...messages: object[]): string {
  return messages.map((message) => JSON.stringify(message)).join("\n");
}

function authorisation(authorized: string, data: string, seconds = 1_000_000_000): object {
  const server = "CppComet community 4.09 (AGPL license)";
  const rest = { message_send_time: seconds, pipe: "sys", server };
  return { authorized, data, event_name: "serverInfo", ...rest };
}

it.each(["3.25", "4.08"])(
  "the older profile tells a client %s by a text whether it is authorised",
  async (version) => {
    const first = (request: object) =>
      Client.open(server.node, requestPath({ ...request, version })).next();
    expect(await first(USER_12)).toBe(frameOf(authorisation("true", "hash12")));
    expect(await first({ ...USER_12, key: "wrong" })).toBe(frameOf(authorisation("false", "")));
  },
);

it("the older profile gives an error of the handshake by its code, and closes", async () => {
  const client = Client.open(server.node, "/ws/sesion=1&myid=2");
  expect(await client.next()).toBe(
    frameOf({
      data: "Error code 406(Invalid request, no public key found [1])",
      error: 406,
      event_name: "error",
      message_send_time: 1_000_000_000,
      pipe: "sys",
    }),
  );
  expect(await client.closed()).toBe(1006);
});

it("the older profile writes the sender in front of what a client published, and only there", async () => {
  const [reader, visitor, user] = [await connect(), await connect(), await connect(USER_12)];
  await joined(reader, "web_chat");
  const message = (data: string) =>
    frameOf({ data, event_name: "new", message_send_time: 1_000_000_000, pipe: "web_chat" });

  user.send("web_pipe2", "web_chat", "new", "*", `{"t":"a;b"}`);
  expect(await reader.next()).toBe(message(String.raw`A::12;{\"t\":\"a;b\"}`));
  user.send("web_pipe2", "@web_chat", "new", "*", "1");
  expect(await reader.next()).toBe(message("A::0;1"));
  visitor.send("web_pipe2", "web_chat", "new", "*", "2");
  expect(await reader.next()).toBe(message("A::0;2"));
  server.publish("web_chat", "new", 3);
  expect(await reader.next()).toBe(message("3"));
});

it("the older profile marks private messages with their receiver instead of a channel", async () => {
  server.sendToUser(12, "waited", { n: 1 });
  now += 1000;
  const user = Client.open(server.node, requestPath(USER_12));
  expect(await user.next()).toBe(
    frameOf(authorisation("true", "hash12", 1_000_000_001), {
      SendToUser: 12,
      data: String.raw`{\"n\":1}`,
      event_name: "waited",
      history: true,
      message_send_time: 1_000_000_000,
    }),
  );
  server.sendToUser(12, "live", "hello");
  expect(await user.next()).toBe(
    frameOf({ SendToUser: 12, data: String.raw`\"hello\"`, event_name: "live" }),
  );
});

it("the older profile replays a log as history, with the senders, in one frame", async () => {
  server.keepLog("web_log", 9);
  const user = await connect(USER_12);
  await ask(user, "web_pipe2", "web_log", "js", "*", `"it's"`);
  server.publish("web_log", "sql", "x");
  const rest = { history: true, message_send_time: 1_000_000_000, pipe: "web_log" };
  expect(await ask(user, "pipe_log", "web_log", "marker", "")).toBe(
    frameOf(
      { data: `A::12;"it's"`, event_name: "js", ...rest },
      { data: String.raw`\"x\"`, event_name: "sql", ...rest },
    ),
  );
});

const time = { message_send_time: 1_000_000_000 };
const answer = (data: string, pipe: string, extra: object = {}) =>
  frameOf({ data, event_name: "answer", ...extra, ...time, pipe });
const refusal = (data: string) => frameOf({ data, event_name: "error", ...time, pipe: "sys" });

it("the older profile answers with text, and with the marker of the query", async () => {
  const user = await connect(USER_12);
  await joined(user, "track_room");
  server.setUserData(12, "Ann", { raw: true });
  expect(await ask(user, "pipe_count", "track_room", "m1", "")).toBe(
    frameOf({
      data: `["user_in_pipe",1]`,
      event_name: "user_in_pipe",
      marker: "m1",
      ...time,
      pipe: "_answer_pipe_count",
    }),
  );
  expect(await ask(user, "track_pipe_users", "track_room", "m2")).toBe(
    frameOf({
      _info: "answer for track_pipe_users",
      ...JSON.parse(
        answer(`[{"user_id":12,"uuid":"${"0".repeat(32)}"}]`, "_answer", { marker: "m2" }),
      ),
    }),
  );
  expect(await ask(user, "user_data", "m3", "12")).toBe(
    answer(`{"user_data":"Ann","user_id":12}`, "_answer", { marker: "m3" }),
  );
  expect(await ask(user, "web_pipe2", "web_a", "ev", "*", "1")).toBe(
    answer(`{"message":"1","number_messages":0}`, "_answer_to_web_a"),
  );
  expect(await ask(user, "web_pipe2", "plain", "ev", "*", "1")).toBe(
    refusal(
      `{"error":"[pipe_msg2] Invalid channel name. The channel should begin with web_","number_messages":-1}`,
    ),
  );
  expect(await ask(user, "subscription", "x".repeat(65))).toBe(
    refusal(`{"code":"403","error":"Channel name is too long"}`),
  );
});

it("the older profile puts the messages of one moment into one frame of 65,535 bytes at most", async () => {
  const client = await connect();
  await joined(client, "web_a");
  const publish = (data: string) => server.publish("web_a", "ev", data, { raw: true });
  const message = (data: string) =>
    frameOf({ data, event_name: "ev", message_send_time: 1_000_000_000, pipe: "web_a" });
  const overhead = message("").length;
  const most = "x".repeat(65_535 - "\n".length - 2 * overhead - 1);

  for (const data of ["1", most, "2", `${most}x`, "3"]) publish(data);
  expect(await client.next()).toBe(`${message("1")}\n${message(most)}`);
  expect(await client.next()).toBe(message("2"));
  expect(await client.next()).toBe(message(`${most}x`));
  expect(await client.next()).toBe(message("3"));

  publish("4");
  expect(await client.next()).toBe(message("4"));

  const longest = "1".repeat(65_535 - overhead - "A::0;".length);
  const visitor = await connect();
  visitor.send("web_pipe2", "web_a", "ev", "*", longest);
  expect(await client.next()).toBe(message(`A::0;${longest}`));
});

it("the older profile writes what was sent before the connection went silent, or was cut", async () => {
  const client = await connect();
  await joined(client, "web_a");
  const publish = (data: number) => server.publish("web_a", "ev", data);
  const message = (data: string) => expect.stringMatching(new RegExp(`^{"data":"${data}",.*}$`));

  publish(1);
  server.goSilent();
  publish(2);
  expect(await client.next()).toEqual(message("1"));
  server.resume();
  expect(await client.next()).toEqual(message("2"));
  publish(3);
  server.closeConnections();
  expect(await client.next()).toEqual(message("3"));
  expect(await client.closed()).toBe(1006);
});

it("the older profile cuts no frames, unless it is told to", async () => {
  const lastOf125 = async () => {
    const client = await connect();
    await joined(client, "web_a");
    server.publish("web_a", "ev", "", { raw: true });
    const overhead = (await client.next()).length;
    server.publish("web_a", "ev", "x".repeat(125 - overhead), { raw: true });
    return (await client.next()).slice(122);
  };
  expect(await lastOf125()).toBe(`a"}`);
  await restart({ cutFrames: true });
  expect(await lastOf125()).toBe("\0\x7f\0");
});

it("the older profile is the only other one", async () => {
  const started = startDevServer({ port: 0, profile: "2" as "3" });
  await expect(started).rejects.toThrow('profile is "2", but must be one of "current", "3"');
});
