// @vitest-environment jsdom
import { createTestComet, type TestComet } from "comet-server-api/testing";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { mountChat, type Channels } from "./chat";

let comet: TestComet<Channels>;
let unmount: () => void;

beforeEach(() => {
  comet = createTestComet<Channels>();
  comet.server.authorize(7, "hash7");
  unmount = mountChat(document.body, comet.cometApi);
});

afterEach(() => {
  unmount();
  comet.stop();
  vi.useRealTimers();
});

async function logIn() {
  comet.cometApi.start({ node: "comet.example.com", user_id: 7, user_key: "hash7" });
  await comet.server.connected();
}

function write(text: string) {
  const form = document.querySelector("form") as HTMLFormElement;
  (form.elements[0] as HTMLInputElement).value = text;
  form.requestSubmit();
}

const items = () => [...document.querySelectorAll("li")].map((item) => item.textContent);
const status = () => document.querySelector("[role=status]")?.textContent;

it("shows what others write, and publishes what the visitor writes", async () => {
  await logIn();
  comet.server.publish("webauth_chat", "message", { text: "hi" }, { from: 8 });
  await comet.server.settled();
  write("hello");
  expect(items()).toEqual(["8: hi", "hello (sending)"]);
  expect(await comet.server.published("webauth_chat")).toMatchObject([
    { event: "message", data: { text: "hello" }, userId: 7 },
  ]);
  expect(items()).toEqual(["8: hi", "hello"]);
});

it("says that the connection is lost, and later shows what was missed", async () => {
  await logIn();
  comet.server.keepLog("webauth_chat", 10);
  comet.server.publish("webauth_chat", "message", { text: "before" }, { from: 8 });
  comet.server.closeConnections();
  await comet.server.settled();
  expect(status()).toBe("No connection, trying again");
  comet.server.publish("webauth_chat", "message", { text: "meanwhile" }, { from: 8 });
  await comet.server.connected();
  expect(status()).toBe("Connected");
  expect(items()).toEqual(["8: before", "8: meanwhile"]);
});

it("says that a message is refused, here because the visitor is not logged in", async () => {
  comet.cometApi.start({ node: "comet.example.com" });
  await comet.server.connected();
  write("hello");
  await comet.server.settled();
  expect(items()).toEqual(["hello (log in to write)"]);
});

it("says that a message may be lost if the server does not answer for ten seconds", async () => {
  vi.useFakeTimers();
  await logIn();
  comet.server.goSilent();
  write("hello");
  await vi.advanceTimersByTimeAsync(9_999);
  expect(items()).toEqual(["hello (sending)"]);
  await vi.advanceTimersByTimeAsync(1);
  expect(items()).toEqual(["hello (perhaps not sent)"]);
});

it("says that the server refuses the page", async () => {
  comet.server.refuse(401);
  comet.cometApi.start({ node: "comet.example.com" });
  await comet.server.settled();
  expect(status()).toBe("The server refuses this page");
});
