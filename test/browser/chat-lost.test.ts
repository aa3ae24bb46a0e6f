/** The chat page while the server cannot be reached, and what it makes of that afterwards. */
import { expect, test } from "vitest";
import { ChatPage } from "./chat-page";
import { until } from "../support/until";
import { useDemo } from "./demo";

const stage = useDemo();

test("the server drops all connections: the page says so, and nothing is lost", async () => {
  const { comet } = stage.demo;
  const anna = await ChatPage.open(stage, "Anna");
  const ben = await ChatPage.open(stage, "Ben");
  await anna.say("before");
  await until(() => ben.texts()).toEqual(["before"]);

  comet.refuse("silence");
  comet.closeConnections();
  await anna.sees("#connection", "reconnecting…");
  expect(await anna.page.find("#authorisation.stale").count()).toBe(1);
  await ben.sees("#connection", "reconnecting…");
  await anna.say("meanwhile");
  expect(await anna.reports()).toEqual(["delivered to 1", "waiting for the connection"]);

  comet.refuse(null);
  await anna.sees("#connection", "connected");
  await ben.sees("#connection", "connected");
  await until(() => ben.texts()).toEqual(["before", "meanwhile"]);
  await ben.say("back again");
  await until(() => anna.texts()).toEqual(["before", "meanwhile", "back again"]);
  await until(() => ben.texts()).toEqual(["before", "meanwhile", "back again"]);
  await until(() => anna.people()).toEqual(["Anna (you)", "Ben"]);

  // The browser itself writes a line for each attempt that failed.
  for (const { visitor } of [anna, ben])
    for (const line of await visitor.takeProblems())
      expect(line).toMatch(/^error: WebSocket connection to '\S+' failed/);
});

test("a message whose report was lost says so, until the log shows that it arrived", async () => {
  const { comet } = stage.demo;
  const anna = await ChatPage.open(stage, "Anna");
  await until(() => anna.people()).toEqual(["Anna (you)"]);
  comet.withholdAnswers(["web_pipe2"]);
  await anna.say("Was it you?");
  await anna.say("The server never looked at this one");
  await until(() => comet.heldAnswers).toBe(1);
  comet.refuse("silence");
  comet.closeConnections();
  await until(() => anna.reports()).toEqual(["not confirmed", "not confirmed"]);
  comet.releaseAnswers();
  comet.refuse(null);
  await until(() => anna.reports()).toEqual(["arrived", "not confirmed"]);
  expect(await anna.texts()).toHaveLength(2);
  for (const line of await anna.visitor.takeProblems())
    expect(line).toMatch(/^error: WebSocket connection to '\S+' failed/);
});

/** The page says nothing of gaps below 3 s, and the library counts 2 s as on their way. */
const NOTICED_MS = 1_100;

/** Takes all connections away for longer than the page lets pass, and lets them come back. */
async function interrupt(chat: ChatPage, meanwhile: () => void): Promise<void> {
  const { comet } = stage.demo;
  comet.refuse("silence");
  const lostAt = Date.now();
  comet.closeConnections();
  await chat.sees("#connection", "reconnecting…");
  meanwhile();
  await until(() => Date.now() - lostAt).toBeGreaterThan(NOTICED_MS);
  comet.refuse(null);
  await chat.sees("#connection", "connected");
  for (const line of await chat.visitor.takeProblems())
    expect(line).toMatch(/^error: WebSocket connection to '\S+' failed/);
}

test("what was said while nobody was connected comes from the log; else a line tells", async () => {
  const { comet } = stage.demo;
  const anna = await ChatPage.open(stage, "Anna");
  await until(() => anna.people()).toEqual(["Anna (you)"]);
  const says = (text: string) =>
    comet.publish("web_chat", "message", { id: text, uuid: "someone", name: "Someone", text });
  says("1");
  await until(() => anna.texts()).toEqual(["1"]);
  await interrupt(anna, () => ["2", "3"].forEach(says));
  await until(() => anna.texts()).toEqual(["1", "2", "3"]);
  await until(() => anna.page.find(".gap").count()).toBe(0);

  // More than the log holds: it no longer begins with what was on the page.
  await interrupt(anna, () => Array.from({ length: 60 }, (_, index) => says(`more ${index}`)));
  await until(() => anna.texts()).toHaveLength(3 + 50);
  await until(() => anna.texts("#messages .gap")).toEqual([
    expect.stringMatching(/^Messages from \S+.* to \S+.* may be missing$/),
  ]);
  const place = "#messages .message:nth-child(3) + .gap + .message:nth-child(5) .text";
  expect(await anna.texts(place)).toEqual(["more 10"]);
});
