/** A page sends much at once. */
import { expect, it } from "vitest";
import { ClientPage, useClientPages } from "./client-page";
import { pass, until } from "../support/tab-time";
import { TabSocket } from "./tab-socket";

useClientPages();

const NODE = { node: "comet.example", dev_id: 1 };
const COUNT = 700;
const texts = Array.from({ length: COUNT }, (_, i) => String(i));
const published = () => TabSocket.published.map(([, text]) => text);

/** The errors that a page is told of while it sends. */
function burst(page: ClientPage): string[] {
  const errors: string[] = [];
  page.run((api) => {
    api.on("error", ({ message }) => errors.push(message));
    for (let i = 0; i < COUNT; i++) api.web_pipe_send("web_k", "e", i);
  });
  return errors;
}

it.each(["leader", "follower"])("a burst of a %s is sent whole, once and in order", async (who) => {
  const pages = [await ClientPage.start("a", NODE), await ClientPage.start("b", NODE)];
  const [leader, follower] = pages as [ClientPage, ClientPage];
  await pass(2_000);
  expect([leader, follower].map(({ api }) => api.isMaster())).toEqual([true, false]);
  const errors = burst(who === "leader" ? leader : follower);
  await until(() => published().length >= COUNT);
  await pass(2_000);
  expect(published()).toEqual(texts);
  expect(errors).toEqual([]);
});

it.each(["leader", "follower"])(
  "without a connection, 500 of a %s wait, the newest",
  async (who) => {
    const pages = [await ClientPage.start("a", NODE), await ClientPage.start("b", NODE)];
    const [leader, follower] = pages as [ClientPage, ClientPage];
    await pass(2_000);
    TabSocket.accepts = () => false;
    TabSocket.all.at(-1)?.drop();
    await until(() => !follower.api.isConnected());
    const errors = burst(who === "leader" ? leader : follower);
    await pass(1_000);
    const text =
      "Message to web_k not sent: over 500 commands or 4194304 characters wait for a connection";
    expect(errors).toEqual(Array.from({ length: COUNT - 500 }, () => text));
    TabSocket.accepts = () => true;
    await until(() => published().length >= 500, 60_000);
    await pass(2_000);
    expect(published()).toEqual(texts.slice(-500));
  },
);

it("what waits in a follower outlives the leader that was to send it", async () => {
  const [leader, follower] = [await ClientPage.start("a", NODE), await ClientPage.start("b", NODE)];
  await pass(2_000);
  const errors = burst(follower);
  leader.tab.kill();
  await until(() => published().length >= COUNT - 50, 60_000);
  await pass(5_000);
  // Of those that were offered to the leader nobody knows whether it has sent them.
  expect(published()).toEqual(texts.slice(-published().length));
  expect(errors).toEqual([]);
});
