/** What a page is told of its connection: by events, and on the console. */
import { expect, it } from "vitest";
import type { NodeState, StateChange } from "../../src/api/types";
import { INFO } from "../support/fake-socket";
import { pass, until } from "../support/tab-time";
import { ClientPage, lines, useClientPages } from "./client-page";
import { TabSocket } from "./tab-socket";

useClientPages();

const NODES = ["one.example", "two.example"];
const UUID = "0123456789abcdef0123456789abcdef";
const ANN = { node: NODES, user_id: 12, user_key: "key-of-12", uuid: UUID };

it("each node that is reached or lost is told by an event, and to a logger", async () => {
  const page = await ClientPage.open("a");
  const told: NodeState[] = [];
  const written: string[] = [];
  const write = (text: string) => void written.push(text);
  const logger = { debug: write, info: write, warn: write, error: write };
  page.run((api) => {
    api.on("node", (state) => told.push(state));
    api.start({ ...ANN, logger });
  });
  await until(() => told.length === 2);
  TabSocket.accepts = (url) => !url.includes("two.example");
  TabSocket.to("two.example").drop();
  await until(() => told.length === 3);
  expect(told.map(({ node, isConnected }) => [node, isConnected])).toEqual([
    ["one.example", true],
    ["two.example", true],
    ["two.example", false],
  ]);
  expect(written.filter((text) => text.includes("reached"))).toEqual([
    ...["one.example reached", "two.example reached", "two.example not reached"],
  ]);
  expect(written).toContain("this tab holds the connection");
  expect(page.api.isConnected()).toBe(true);
});

it("a page does not hear that its own browser has joined one node from another one", async () => {
  const page = await ClientPage.start("a", ANN);
  const heard: unknown[] = [];
  page.run((api) =>
    api.subscription("track_room", ({ data }) => void heard.push((data as { uuid: string }).uuid)),
  );
  await pass(100);
  for (const [user_id, uuid] of [
    [12, UUID],
    [12, "f".repeat(32)],
    [13, UUID],
  ] as const) {
    const data = { user_id, uuid };
    TabSocket.to("one.example").receive({ data, event: "subscription", pipe: "track_room" });
  }
  await until(() => heard.length > 1);
  expect(heard).toEqual(["f".repeat(32), UUID]);
});

it("a refusal is one line on the console, and one error event", async () => {
  const page = await ClientPage.start("a", ANN);
  const codes: string[] = [];
  TabSocket.answers = false;
  page.run((api) => {
    api.on("error", ({ code }) => codes.push(code));
    api.web_pipe_send("web_chat", "e", 1);
  });
  await until(() => TabSocket.published.length > 0);
  const data = { error: "no such right", error_code: 7 };
  TabSocket.to("one.example").receive({ data, event: "error", pipe: "sys" });
  await until(() => codes.length > 0);
  await pass(1_000);
  expect(codes).toEqual(["refused"]);
  const about = [...lines.error, ...lines.warn].filter((line) => line.includes("no such right"));
  expect(about).toHaveLength(1);
});

it("only the visitor whose messages waited has them come at once with a later connection", async () => {
  for (const authorized of [true, false]) {
    TabSocket.all = [];
    TabSocket.welcome = () => ({ ...INFO, authorized });
    const page = await ClientPage.start("a", { ...ANN, node: "one.example", queue_delay: 5_000 });
    const heard: unknown[] = [];
    page.run((api) => api.subscription("msg", ({ data }) => void heard.push(data)));
    TabSocket.welcome = () => ({ ...INFO, authorized: true });
    TabSocket.to("one.example").drop();
    await until(() => TabSocket.all.length > 1 && page.api.isConnected());
    const message = { data: "late", event: "e", user_id: "3", fromQueue: true, SendToUser: "12" };
    TabSocket.to("one.example").receive(message);
    await pass(100);
    expect(heard).toEqual(authorized ? ["late"] : []);
    await pass(6_000);
    expect(heard).toEqual(["late"]);
    page.run((api) => api.stop());
    page.tab.kill();
  }
});

it("a tab waits again for a connection that was refused once another tab tries anew", async () => {
  TabSocket.welcome = () => ({ error: 403, data: "no" });
  const [first, second] = [await ClientPage.open("a"), await ClientPage.open("b")];
  for (const page of [first, second]) page.run((api) => api.start({ ...ANN, node: "one.example" }));
  await until(() => first.api.state === "refused" && second.api.state === "refused");
  await expect(first.run((api) => api.connected())).rejects.toMatchObject({ code: "fatal" });
  TabSocket.accepts = () => false;
  second.run((api) => api.restart());
  await until(() => first.api.state === "waiting");
  const connected = first.run((api) => api.connected());
  TabSocket.welcome = () => INFO;
  TabSocket.accepts = () => true;
  await until(() => first.api.isConnected());
  await connected;
});

it("all tabs are told the same states, with the same reasons and times", async () => {
  const pages = [await ClientPage.open("a"), await ClientPage.open("b")];
  const told = pages.map((page) => {
    const states: StateChange[] = [];
    page.run((api) => api.on("state", (change) => states.push(change)));
    return states;
  });
  for (const page of pages) {
    page.run((api) => api.start({ ...ANN, node: "one.example" }));
    await until(() => page.api.state === "connected");
  }
  TabSocket.accepts = () => false;
  TabSocket.to("one.example").drop();
  await until(() => pages.every(({ api }) => api.state === "waiting"));
  await pass(30_000);
  TabSocket.accepts = () => true;
  TabSocket.welcome = () => ({ error: 403, data: "no" });
  await until(() => pages.every(({ api }) => api.state === "refused"), 120_000);
  const [first = [], second = []] = told;
  expect(second).toEqual(first);
  expect(new Set(first.map(({ state }) => state))).toEqual(
    new Set(["connecting", "connected", "waiting", "refused"]),
  );
  for (const { state, reason, retryAt } of first) {
    expect(typeof reason).toBe(/waiting|refused/.test(state) ? "string" : "undefined");
    expect(typeof retryAt).toBe(state === "waiting" ? "number" : "undefined");
  }
});
