/** Pages stop, start, restart, subscribe and publish inside the callbacks of the library. */
import { expect, it } from "vitest";
import type { LinkListener } from "../../src/tabs/link";
import { Random } from "../support/random";
import { FakeBroadcastChannel } from "../support/fake-broadcast-channel";
import { pass, settle, until } from "../support/tab-time";
import {
  CHANNEL,
  describeWays,
  expectAgreement,
  expectOnceOrUnconfirmed,
  isOrderly,
  locks,
  newPage,
  pages,
  say,
  server,
  usePages,
  type Page,
} from "./pages";

usePages();

const CALLBACKS = [
  ...["onMessage", "onConnect", "onDisconnect", "onFatal", "onGap", "onRole", "onTabs"],
  "onOptions",
] as (keyof LinkListener)[];
const STEPS = 60;

describeWays(() => {
  it.each([5004, 5009, 5012])(
    "a page may stop, start, restart, subscribe and publish in any callback (%i)",
    async (seed) => {
      await new Reentry(new Random(seed)).run();
    },
  );
});

class Reentry {
  private isWild = true;
  private count = 0;
  private readonly toldAfterStop: string[] = [];

  constructor(private readonly random: Random) {}

  async run(): Promise<void> {
    for (const name of ["b", "a", "c"]) await this.open(name);
    for (let i = 0; i < STEPS; i++) await this.step(`own ${i}`);
    this.isWild = false;
    for (const page of pages) page.stop();
    await pass(50);
    for (const page of pages) page.start();
    await until(isOrderly, 60_000);
    await until(expectAgreement, 60_000);
    await pass(2_000);
    for (const page of pages) expectOnceOrUnconfirmed(page, Object.keys(page.outcomes));
    expect(this.toldAfterStop).toEqual([]);
    await expectNothingIsLeft();
  }

  /** A page that reacts to whatever it is told. */
  private async open(name: string): Promise<void> {
    const page = await newPage(name);
    const listener = page.listener as unknown as Record<string, unknown>;
    for (const callback of CALLBACKS) {
      const tell = listener[callback] as (...args: unknown[]) => void;
      listener[callback] = (...args: unknown[]) => {
        if (!page.link.isStarted && callback !== "onDisconnect")
          this.toldAfterStop.push(`${name}: ${callback}`);
        tell(...args);
        if (this.isWild) this.react(page);
      };
    }
    page.start();
  }

  private react(page: Page): void {
    const { link } = page;
    switch (this.random.below(24)) {
      case 0:
        return link.stop();
      case 1:
        link.stop();
        return link.start();
      case 2:
        return link.restart({});
      case 3:
        return link.setChannels(this.random.below(2) ? [CHANNEL] : [CHANNEL, "web_x"]);
      case 4:
        return page.publish(`in a callback ${this.count++}`);
      case 5:
        return link.start();
    }
  }

  private async step(text: string): Promise<void> {
    const { random } = this;
    const page = random.pick(pages);
    page.publish(text);
    say();
    if (random.below(8) === 0) server.drop();
    if (random.below(8) === 0) page.start();
    if (random.below(8) === 0) {
      page.tab.fire(new Event("pagehide"));
      page.tab.fire(Object.assign(new Event("pageshow"), { persisted: true }));
    }
    await pass(random.below(300));
  }
}

async function expectNothingIsLeft(): Promise<void> {
  for (const page of pages) page.stop();
  await settle();
  for (const { tab } of pages) {
    const left = [...tab.timers, ...[...tab.listening].map(({ type }) => type)];
    expect([tab.name, ...left]).toEqual([tab.name]);
    expect(locks.of(tab)).toEqual({ held: [], pending: [] });
  }
  expect(FakeBroadcastChannel.open).toEqual([]);
  expect(server.open).toEqual([]);
}
