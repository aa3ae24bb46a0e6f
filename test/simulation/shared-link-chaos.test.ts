import { expect, it } from "vitest";
import { Random } from "../support/random";
import { FakeTab } from "../support/fake-tab";
import { pass, until } from "../support/tab-time";
import {
  type Page,
  describeWays,
  expectAgreement,
  expectHeard,
  expectOnceOrUnconfirmed,
  isOrderly,
  living,
  newPage,
  numbered,
  pages,
  publishedOf,
  say,
  server,
  usePages,
} from "./pages";

usePages();

describeWays(() => {
  it.each(SEEDS)(
    "tabs lose, double and confuse nothing, whatever happens to them (%i)",
    async (seed) => {
      await new Chaos(new Random(seed)).run();
    },
  );

  it.each(FEW_SEEDS)(
    "the same holds where a visible tab takes over from a hidden leader (%i)",
    async (seed) => {
      await new Chaos(new Random(seed), { prefersVisible: true }).run();
    },
  );

  it.each(FEW_SEEDS)(
    "the same holds where a second tab holds a connection, too (%i)",
    async (seed) => {
      const prefersVisible = seed % 2 > 0;
      await new Chaos(new Random(seed), { prefersVisible, wantsStandby: true }).run();
    },
  );
});

/** More than these were tried once. */
const SEEDS = [2, 8, 10, 30, 48, 115, 117];
/** Of the modes that pages ask for. */
const FEW_SEEDS = SEEDS.slice(0, 3);

const ROUNDS = 60;
const MAX_TABS = 6;

/** Everything that may happen. What is listed twice happens twice as often. */
const EVENTS = [
  ...["open", "kill", "freeze", "thaw", "thaw", "hide", "turn", "drop", "wait", "lose", "keep"],
  ...["stop", "start", "stopAndStart", "restart", "send", "send", "send", "send", "send"],
] as const;

/**
 * Tabs open, freeze, hide, crash, leave, stop, restart and come back, their messages to each other
 * are lost at times, while all send and somebody else speaks.
 */
class Chaos {
  private count = 0;
  /** When each page was connected first. */
  private readonly since = new Map<Page, number>();
  private readonly frozen = new Set<Page>();
  private readonly stopped = new Set<Page>();
  /** Pages that did not want to hear everything. */
  private readonly absent = new Set<Page>();
  private isLossy = false;

  constructor(
    private readonly random: Random,
    private readonly wishes: { prefersVisible?: boolean; wantsStandby?: boolean } = {},
  ) {}

  async run(): Promise<void> {
    await this.open();
    for (let round = 0; round < ROUNDS; round++) {
      await this.next();
      await pass(this.random.below(2) * this.random.below(200));
      for (const each of living())
        if (each.link.isConnected && !this.since.has(each)) this.since.set(each, Date.now() + 200);
    }
    FakeTab.loses = () => false;
    this.thaw();
    this.start();
    await this.check();
  }

  private async next(): Promise<void> {
    const { random } = this;
    const awake = living().filter((page) => !this.frozen.has(page));
    const page = awake.length ? random.pick(awake) : undefined;
    const event = random.pick([...EVENTS]);
    if (event === "open" && living().length < MAX_TABS) await this.open();
    if (event === "thaw") this.thaw();
    if (event === "drop" && random.below(3) === 0) server.drop();
    if (event === "wait") await pass(random.below(random.pick([300, 3_000, 12_000])));
    if (event === "lose" && this.isLossy) FakeTab.loses = () => random.below(8) === 0;
    if (event === "keep") FakeTab.loses = () => false;
    if (event === "start") this.start();
    if (event === "send") say();
    if (page) await this.happen(event, page, awake.length > 1);
  }

  private async happen(event: (typeof EVENTS)[number], page: Page, isOneOfSeveral: boolean) {
    const { random } = this;
    if (event === "kill" && isOneOfSeveral) {
      page.tab.kill();
      this.absent.add(page);
    }
    if (event === "freeze") {
      page.tab.freeze();
      this.frozen.add(page);
    }
    if (event === "hide") {
      this.absent.add(page);
      page.tab.fire(new Event("pagehide"));
      await pass(random.below(2) * random.below(500));
      page.tab.fire(Object.assign(new Event("pageshow"), { persisted: true }));
    }
    if (event === "turn") page.tab.isHidden = !page.tab.isHidden;
    if (event === "turn" && this.wishes.prefersVisible)
      page.tab.fire(new Event("visibilitychange"));
    if (event === "stop" && isOneOfSeveral) {
      page.stop();
      this.stopped.add(page);
      this.absent.add(page);
    }
    if (event === "stopAndStart") {
      this.absent.add(page);
      page.stop();
      if (!this.stopped.has(page)) page.start();
    }
    if (event === "restart") page.tab.run(() => page.link.restart({}));
    if (event === "send") page.publish(...numbered(`own ${this.count++} `, random.below(4)));
  }

  private async open(): Promise<void> {
    const { random } = this;
    this.isLossy = this.isLossy || random.below(8) === 0;
    const page = await newPage(`${random.pick(["b", "a", "c"])}${pages.length}`);
    Object.assign(page, this.wishes);
    page.start();
  }

  private thaw(): void {
    for (const { tab } of this.frozen) tab.thaw();
    this.frozen.clear();
  }

  private start(): void {
    for (const page of this.stopped) if (!page.tab.isDead) page.start();
    this.stopped.clear();
  }

  private async check(): Promise<void> {
    for (const page of pages) page.wantsStandby = false;
    // A leader that slept asks first whether it still leads.
    await pass(2_000);
    await until(isOrderly, 60_000);
    // Without locks, nothing tells of tabs that crashed but their silence.
    await until(expectAgreement, 300_000);
    // An offer that was lost is repeated after three ticks, which take seconds in a hidden tab.
    const isSettled = ({ outcomes }: Page) => Object.values(outcomes).every(({ length }) => length);
    await until(() => living().every(isSettled), 10_000);
    for (const page of pages) {
      const own = Object.keys(page.outcomes);
      if (!page.tab.isDead) expectOnceOrUnconfirmed(page, own);
      const published = publishedOf(own);
      expect(new Set(published).size, "none twice").toBe(published.length);
      // In order, but for what is not certain: a leader that slept may send it when it wakes.
      const isCertain = (text: string) => !page.outcomes[text]?.includes("unconfirmed");
      const certain = published.filter(isCertain);
      expect(certain).toEqual(own.filter((text) => certain.includes(text)));
      expectHeard(page, (!this.absent.has(page) && this.since.get(page)) || Infinity);
    }
  }
}
