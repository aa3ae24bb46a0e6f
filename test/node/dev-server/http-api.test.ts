import { request } from "node:http";
import type { OutgoingHttpHeaders } from "node:http";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { DevServer, DevServerOptions } from "../../../dev-server";
import { startDevServer } from "../../../dev-server";
import { Client } from "./client";

const JSON_TYPE = { "Content-Type": "application/json" };

let server: DevServer;

beforeEach(() => restart());
afterEach(() => server.close());

async function restart(options: DevServerOptions = {}): Promise<void> {
  await server?.close();
  server = await startDevServer({ port: 0, ...options });
}

interface Reply {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Unlike fetch, this may send any Host header. */
function ask(
  method: string,
  path: string,
  headers: OutgoingHttpHeaders = {},
  body = "",
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const asking = request(server.address + path, { method, headers }, async (response) => {
      let text = "";
      for await (const chunk of response) text += chunk;
      resolve({ status: Number(response.statusCode), text, headers: response.headers });
    });
    asking.on("error", reject).end(body);
  });
}

async function post(path: string, body: unknown): Promise<Record<string, unknown>> {
  const { text } = await ask("POST", path, JSON_TYPE, JSON.stringify(body));
  return JSON.parse(text) as Record<string, unknown>;
}

const get = async (path: string) => JSON.parse((await ask("GET", path)).text);

it("the HTTP interface lists its routes, with examples that work", async () => {
  const routes = (await get("/dev")) as { method: string; path: string; about: string }[];
  expect(routes.length).toBeGreaterThan(8);
  for (const { method, path, about } of routes) {
    const [example = "{}"] = /\{.*\}(?=;|$)/.exec(about) ?? [];
    const hasChoices = path === "/dev/faults" || path === "/dev/connections/close";
    const body = method === "GET" ? "" : hasChoices ? "{}" : example;
    const { status, text } = await ask(method, path, JSON_TYPE, body);
    expect([path, status, text]).toEqual([path, 200, expect.any(String)]);
  }
});

it("the HTTP interface does over HTTP what the programmatic interface does", async () => {
  await post("/dev/users", { id: 12, hash: "hash12" });
  await post("/dev/user-data", { id: 12, data: { name: "Ann" } });
  expect(await post("/dev/logs", { channel: "web_a", length: 1 })).toEqual({ logs: { web_a: 1 } });
  const { token } = await post("/dev/tokens", { id: 13 });
  const client = await Client.connect(server.node, { key: "hash12", id: 12 });
  await Client.connect(server.node, { key: String(token), id: 13 });
  client.send("subscription", "web_a");
  await client.untilFence();

  expect(await post("/dev/publish", { channel: "web_a", data: 1 })).toEqual({ delivered: 1 });
  expect(await post("/dev/messages", { id: 12, event: "ev", data: "x", raw: true })).toEqual({
    delivered: 1,
  });
  client.send("user_data", "marker0123456789abcdef", "12");
  const messages = (await client.untilFence()).map((frame) => JSON.parse(frame));
  expect(messages).toMatchObject([
    { pipe: "web_a", event: "", data: "1" },
    { pipe: "msg", event: "ev", data: "x" },
    { data: { user_data: String.raw`{\"name\":\"Ann\"}` } },
  ]);
  expect(await get("/dev/state")).toMatchObject({
    connections: [{ userId: 12, channels: ["web_a"] }, { userId: 13 }],
    peakConnections: 2,
    logs: { web_a: 1 },
  });
  expect((await get("/dev/commands"))[0]).toMatchObject({ text: "subscription\nweb_a" });
  expect(await post("/dev/connections/close", { user: 13 })).toEqual({ closed: 1 });
  expect(server.connections.map(({ userId }) => userId)).toEqual([12]);
});

it("the HTTP interface orders faults and ends them", async () => {
  const client = await Client.connect(server.node);
  await post("/dev/faults", { withhold: ["pipe_count"], delay: 0 });
  const fenced = client.untilFence();
  await expect.poll(() => server.heldAnswers).toBe(1);
  expect(await post("/dev/faults", { withhold: [] })).toEqual({ silent: 0, released: 1 });
  await fenced;
  expect(await post("/dev/faults", { silent: true })).toMatchObject({ silent: 1 });
  const silenced = client.untilFence();
  await post("/dev/faults", { silent: false });
  await silenced;
});

it.each([
  ["/dev/users", { id: 0, hash: "x" }, { field: "user id", value: 0 }],
  ["/dev/users", { id: 1 }, { field: "hash", rule: "given" }],
  ["/dev/publish", { chanel: "web_a", data: 1 }, { field: "field", value: "chanel" }],
  ["/dev/publish", { channel: "web_a", data: 1, raw: "no" }, { field: "raw", value: "no" }],
  ["/dev/connections/close", { user: "12" }, { field: "user", value: "12" }],
  ["/dev/faults", { withhold: "web_pipe2" }, { field: "withhold", rule: "a list of commands" }],
  ["/dev/faults", { silent: 1 }, { field: "silent", rule: "true or false" }],
])(
  "the HTTP interface names the value and the rule in the answer to %s %j",
  async (path, body, expected) => {
    const { status, text } = await ask("POST", path, JSON_TYPE, JSON.stringify(body));
    expect([status, JSON.parse(text)]).toEqual([400, expect.objectContaining(expected)]);
  },
);

it("the HTTP interface orders no fault of a request in which one is wrong", async () => {
  const body = { refuse: "http", delay: 60_000, withhold: ["pipe_coun"] };
  expect(await post("/dev/faults", body)).toMatchObject({ field: "command", value: "pipe_coun" });
  expect(await post("/dev/faults", { refuse: "http", delay: -1 })).toMatchObject({ value: -1 });
  const client = await Client.connect(server.node);
  await client.untilFence();
});

it("the HTTP interface refuses a body that is nested too deeply", async () => {
  const deep = "[".repeat(120_000) + "]".repeat(120_000);
  const body = `{"channel":"web_a","data":${deep}}`;
  const { status, text } = await ask("POST", "/dev/publish", JSON_TYPE, body);
  expect([status, JSON.parse(text)]).toEqual([
    400,
    { error: "The body is nested deeper than 500 levels" },
  ]);
  const unclosed = await ask("POST", "/dev/publish", JSON_TYPE, "[".repeat(120_000));
  expect([unclosed.status, unclosed.text]).toEqual([400, expect.stringContaining("no JSON")]);
});

it("the HTTP interface does not serve pages of other sites", async () => {
  const foreign = await ask("GET", "/dev/state", { Host: "rebound.example:8087" });
  expect(foreign.status).toBe(403);
  const form = { "Content-Type": "text/plain" };
  expect((await ask("POST", "/dev/users", form, '{"id":1,"hash":"x"}')).status).toBe(415);
  const origin = { Origin: "https://other.example" };
  const preflight = await ask("OPTIONS", "/dev/users", origin);
  expect(preflight.status).toBe(405);
  const read = await ask("GET", "/dev/state", origin);
  expect(Object.keys(read.headers).join()).not.toContain("access-control");
});

it("the HTTP interface refuses bodies that are too long or no JSON object", async () => {
  await restart({ limits: { maxBodyBytes: 100 } });
  expect((await ask("POST", "/dev/users", JSON_TYPE, " ".repeat(200_000))).status).toBe(413);
  expect((await ask("POST", "/dev/users", JSON_TYPE, "{")).status).toBe(400);
  expect((await ask("POST", "/dev/users", JSON_TYPE, "[1]")).status).toBe(400);
});

it("the HTTP interface says which paths and methods there are", async () => {
  expect(await ask("GET", "/dev/nothing")).toMatchObject({ status: 404 });
  expect((await ask("GET", "/dev/users")).text).toContain("is for POST, not for GET");
});

it("the HTTP interface leaves every other request to onRequest, and all where the interface is off", async () => {
  expect((await ask("GET", "/page")).status).toBe(404);
  const onRequest: DevServerOptions["onRequest"] = ({ url }, response) => response.end(url);
  await restart({ onRequest });
  expect((await ask("GET", "/developers?x")).text).toBe("/developers?x");
  expect((await ask("GET", "/dev")).text).toContain("/dev/publish");
  await restart({ onRequest, api: false });
  expect((await ask("GET", "/dev")).text).toBe("/dev");
});

it("the HTTP interface is off where other machines could reach it", async () => {
  await restart({ host: "0.0.0.0" });
  expect((await ask("GET", "/dev")).status).toBe(404);
});
