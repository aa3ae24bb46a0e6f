import { afterEach, beforeEach, describe, expect, vi } from "vitest";
import type { CometError } from "../../src/api/errors";
import type { LinkListener, Request } from "../../src/tabs/link";
import { publishCommand } from "../../src/protocol/commands";
import type { SharedLink } from "../../src/tabs/shared-link";
import type { Gap } from "../../src/api/types";
import { FakeBroadcastChannel } from "../support/fake-broadcast-channel";
import { FakeLocks } from "./fake-locks";
import { mockHoldUp } from "./hold-up";
import { FakeServer } from "./fake-server";
import { FakeStorage } from "../support/fake-storage";
import { FakeTab } from "../support/fake-tab";
import { installTabs, removeTabs } from "../support/tab-globals";
import { pass, settle, until } from "../support/tab-time";

export const CHANNEL = "web_chat";
/** Longer than it takes to replace a leader that died, even by locks: 8 s. */
export const LONG = 15_000;

export let server: FakeServer;
export let storage: FakeStorage;
export let locks: FakeLocks;
export let pages: Page[];

/** A page, and what its application hears. */
export class Page {
  /** Of each command: how it ended. */
  readonly outcomes: Record<string, string[]> = {};
  /** Texts of the messages on channels. */
  readonly heard: string[] = [];
  readonly roles: boolean[] = [];
  readonly gaps: Gap[] = [];
  readonly states: boolean[] = [];
  readonly fatal: unknown[] = [];
  readonly options: unknown[] = [];
  /** Proposals that reached it as the leader. */
  readonly proposals: unknown[] = [];
  /** Whether the page has gaps filled. */
  recovers: boolean | undefined;
  /** Whether a visible tab is to lead. */
  prefersVisible = false;
  /** Whether a second tab is to hold a connection, too. */
  wantsStandby = false;
  readonly link: SharedLink;
  /** What the link tells the page, for tests that step in. */
  readonly listener: LinkListener;

  constructor(
    readonly tab: FakeTab,
    Link: typeof SharedLink,
    channels: string[],
  ) {
    this.listener = {
      onMessage: (message) => {
        // What tabs publish is JSON.
        if (message.kind === "channel") this.heard.push(String(message.data).replace(/"/g, ""));
      },
      onConnect: () => this.states.push(true),
      onDisconnect: () => this.states.push(false),
      onFatal: ({ code, value }) => this.fatal.push([code, value]),
      onNode: () => undefined,
      onState: () => undefined,
      onHeard: () => undefined,
      onRefusedKey: () => false,
      onGap: (gap) => this.gaps.push(gap),
      onRole: (isMaster) => this.roles.push(isMaster),
      onTabs: vi.fn(),
      onOptions: (options) => this.options.push(options),
      onProposal: (options) => this.proposals.push(options),
    };
    const options = {
      group: () => "group",
      userId: () => "",
      isOwnPresence: () => false,
      recovers: () => this.recovers,
      prefersVisible: () => this.prefersVisible,
      wantsStandby: () => this.wantsStandby,
      tab: () => tab.name,
      createConnection: server.connect,
    };
    this.link = tab.run(() => new Link(options, this.listener));
    tab.run(() => this.link.setChannels(channels));
    pages.push(this);
  }

  get isMaster(): boolean {
    return this.link.isMaster === true && !this.tab.isDead;
  }

  start(): this {
    this.tab.run(() => this.link.start());
    return this;
  }

  stop(): void {
    this.tab.run(() => this.link.stop());
  }

  publish(...texts: string[]): void {
    for (const text of texts) this.ask(text, { command: publishCommand(CHANNEL, "e", text, "") });
  }

  ask(name: string, request: Omit<Request, "onDone">): void {
    const outcomes = (this.outcomes[name] ??= []);
    const onDone = (error?: CometError) => outcomes.push(error ? error.code : "done");
    this.tab.run(() => this.link.send({ ...request, onDone }));
  }

  /** What it heard of `texts`. */
  heardOf(texts: string[]): string[] {
    return this.heard.filter((text) => texts.includes(text));
  }
}

export async function newPage(name: string, channels = [CHANNEL]) {
  // Nothing is due while they are loaded: runs are to be the same each time.
  await settle();
  // Modules of its own: they remember what is in the same document.
  vi.resetModules();
  mockHoldUp();
  const { SharedLink } = await import("../../src/tabs/shared-link");
  return new Page(new FakeTab(name), SharedLink, channels);
}

/** Pages of which the first leads, connected and at rest. */
export async function group(...names: string[]): Promise<[Page, Page, Page]> {
  for (const name of names) {
    const page = (await newPage(name)).start();
    await until(() => page.link.isConnected, LONG);
  }
  await pass(1_000);
  expect(pages.map(({ isMaster }) => isMaster)).toEqual(pages.map((_, index) => index === 0));
  return pages as [Page, Page, Page];
}

export const living = () => pages.filter(({ tab, link }) => !tab.isDead && link.isStarted);
export const leaders = () => living().filter(({ isMaster }) => isMaster);
export const allConnected = () => living().every(({ link }) => link.isConnected);
export const isOrderly = () => leaders().length === 1 && server.open.length === 1 && allConnected();

export function expectAgreement() {
  const [leader] = leaders();
  expect(leaders()).toHaveLength(1);
  expect(server.open.map(({ tab }) => tab.name)).toEqual([leader?.tab.name]);
  const all = living().map(({ tab: { name } }) => name);
  for (const { link, roles } of living()) {
    expect(link.isConnected).toBe(true);
    expect(link.tabs.master).toBe(leader?.tab.name);
    expect([...link.tabs.tabs].sort()).toEqual([...all].sort());
    expect(link.isMaster).toBe(roles.at(-1));
  }
}

export const numbered = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, n) => `${prefix}${n}`);
export const publishedOf = (texts: string[]) =>
  server.published.filter((text) => texts.includes(text));

/** Each command of a page was carried out once, or the page was told that nobody knows. */
export function expectOnceOrUnconfirmed({ outcomes }: Page, texts: string[]) {
  for (const text of texts) {
    const times = publishedOf([text]).length;
    expect([text, outcomes[text]]).toEqual([text, [expect.stringMatching(/^(done|unconfirmed)$/)]]);
    expect([text, times]).toEqual([text, outcomes[text]?.[0] === "done" ? 1 : expect.any(Number)]);
    expect(times).toBeLessThan(2);
  }
}

/** What somebody else said, and when. */
export let said: { text: string; at: number }[];

export function say() {
  const text = `text ${said.length}`;
  said.push({ text, at: Date.now() });
  server.say(CHANNEL, text);
}

/** Messages come while time passes. */
export async function chat(ms: number): Promise<void> {
  for (let i = 0; i < ms / 10; i++) {
    say();
    await pass(10);
  }
}

/** A page heard nothing twice, and what it missed lies in a gap. */
export function expectAnnounced({ heard, gaps }: Page): void {
  expect(heard).toEqual([...new Set(heard)]);
  const missed = said.filter(({ text }) => !heard.includes(text));
  for (const { at } of missed)
    expect(gaps.some(({ from, to }) => from <= at && at <= to)).toBe(true);
}

/** A page heard all in order, none twice; what it missed since a time lies in a gap. */
export function expectHeard({ tab, heard, gaps }: Page, since: number) {
  const texts = said.map(({ text }) => text);
  const own = heard.filter((text) => texts.includes(text));
  expect([tab.name, own]).toEqual([tab.name, texts.filter((text) => own.includes(text))]);
  const missed = said.filter(
    ({ text, at }) =>
      at > since && !own.includes(text) && !gaps.some(({ from, to }) => from <= at && at <= to),
  );
  expect([tab.name, missed, gaps]).toEqual([tab.name, [], gaps]);
}

/** Has each test of a file begin without pages, and end without mistakes. */
export function usePages(): void {
  // Minutes pass in some of these tests, in steps.
  vi.setConfig({ testTimeout: 30_000 });

  beforeEach(() => {
    // The same in each run.
    let state = 1;
    vi.spyOn(Math, "random").mockImplementation(() => {
      state = (state * 16_807) % 2_147_483_647;
      return state / 2_147_483_647;
    });
    installTabs();
    pages = [];
    said = [];
    server = new FakeServer();
    storage = FakeStorage.install();
    FakeBroadcastChannel.install();
    locks = FakeLocks.install();
  });

  afterEach(() => {
    removeTabs();
    FakeLocks.remove();
    expect(FakeTab.errors).toEqual([]);
    expect(server.mistakes).toEqual([]);
  });
}

/** How tabs find each other. */
export interface Way {
  isByLock: boolean;
  bus: "BroadcastChannel" | "storage";
}

/** Describes what tabs do, whichever way they find each other. */
export function describeWays(describeTabs: (way: Way) => void): void {
  describe.each<[title: string, way: Way]>([
    ["over a BroadcastChannel, with locks", { isByLock: true, bus: "BroadcastChannel" }],
    ["over a BroadcastChannel, without locks", { isByLock: false, bus: "BroadcastChannel" }],
    ["over storage events, with locks", { isByLock: true, bus: "storage" }],
    ["over storage events, without locks", { isByLock: false, bus: "storage" }],
  ])("%s", (_, way) => {
    beforeEach(() => {
      if (!way.isByLock) FakeLocks.remove();
      if (way.bus === "storage") vi.stubGlobal("BroadcastChannel", undefined);
    });

    describeTabs(way);
  });
}
