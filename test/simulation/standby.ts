/** Pages with a standby, for several test files. */
import { expect, vi } from "vitest";
import { messageOf } from "../support/decode";
import { pass, until } from "../support/tab-time";
import type { FakeConnection } from "./fake-server";
import { chat, group, leaders, living, LONG, pages, said, server, type Page } from "./pages";

/** The connection of a page, and the one beside it. */
export const of = (page: Page) => server.open.find(({ tab }) => tab === page.tab) as FakeConnection;
export const beside = (page: Page) =>
  server.open.find(({ tab }) => tab !== page.tab) as FakeConnection;
/** A task of the event loop passes. */
export const task = () => new Promise((resolve) => setImmediate(resolve));

/** One page leads, and another one of those that live listens, too. */
export const isAccompanied = () =>
  leaders().length === 1 &&
  server.open.length === (living().length > 1 ? 2 : 1) &&
  living().every(({ link }) => link.isConnected);

/** Three pages; the first leads, and one of the others listens beside it. */
export async function threePages(): Promise<[Page, Page, Page]> {
  const all = await group("a", "b", "c");
  for (const page of all) page.wantsStandby = true;
  await until(() => server.open.length === 2, LONG);
  await pass(2_000);
  await chat(200);
  return all;
}

/** The second connection is started, but the server does not know it yet. */
export async function standbyConnects(all: Page[]): Promise<void> {
  for (const page of all) page.wantsStandby = true;
  while (server.open.length < 2) {
    vi.advanceTimersByTime(10);
    for (let i = 0; i < 40 && server.open.length < 2; i++) await task();
  }
}

export function expectComplete(...all: Page[]): void {
  for (const { tab, heard, gaps, states } of all) {
    expect([tab.name, heard]).toEqual([tab.name, said.map(({ text }) => text)]);
    expect([tab.name, gaps, states]).toEqual([tab.name, [], [true]]);
  }
}

/** The page that holds a connection. */
export const pageOf = ({ tab }: FakeConnection) => pages.find((page) => page.tab === tab) as Page;

/** What came so far does not count. */
export function forget(all: Page[]): void {
  for (const page of all) {
    page.heard.length = page.gaps.length = 0;
    page.states.splice(0, 99, true);
  }
}
/** Pages have heard what was said since that many texts, without a gap or a disconnection. */
export function expectAllSince(index: number, all: Page[]): void {
  const texts = said.slice(index).map(({ text }) => text);
  for (const { heard, gaps, states } of all)
    expect([heard, gaps, states]).toEqual([texts, [], [true]]);
}

export function close({ tab }: Page): void {
  tab.fire(new Event("pagehide"));
  tab.kill();
}

/** Other connections hear what one publishes, as on the real server. */
export function deliver(): void {
  server.onWrite = ({ kind, channel, text }, by) => {
    if (kind !== "web_pipe2") return;
    const data = text.split("\n")[4] as string;
    const frame = messageOf({ data, event: "e", pipe: channel, user_id: 0 });
    for (const connection of server.open)
      if (connection.tab !== by && connection.heard.includes(channel))
        connection.say((to) => to.onMessage(0, frame));
  };
}
