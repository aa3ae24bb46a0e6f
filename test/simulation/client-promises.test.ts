/**
 * Promises of several tabs under random faults: each settles, and says what became of its command.
 * `SEED=…`, as in the name of a test, repeats one.
 */
import { expect, it } from "vitest";
import type { CometServerApi } from "../../src/api/contract";
import type { CometErrorCode } from "../../src/api/errors";
import { messages } from "../../src/api/messages";
import { presence } from "../../src/api/presence";
import { Random } from "../support/random";
import { pass } from "../support/tab-time";
import { IS_SOAK } from "../support/soak";
import { ClientPage, useClientPages } from "./client-page";
import { TabSocket } from "./tab-socket";

useClientPages();

const OPTIONS = { node: "comet.example", dev_id: 1, user_id: 12, user_key: "k" };
const STEPS = 40;
const SEEDS = IS_SOAK ? 300 : 20;
const FIRST_SEED = Number(process.env.SEED ?? 1);

interface Promised {
  name: string;
  page: ClientPage;
  /** What was published. */
  text?: string;
  outcome?: CometErrorCode | "done";
}

class World {
  readonly promised: Promised[] = [];
  readonly killed = new Set<ClientPage>();
  private readonly frozen = new Set<ClientPage>();
  private readonly controls: { page: ClientPage; control: AbortController }[] = [];

  constructor(
    private readonly random: Random,
    private readonly pages: ClientPage[],
  ) {}

  get living(): ClientPage[] {
    return this.pages.filter((page) => !this.killed.has(page));
  }

  /** Something that a page or the world does. */
  async step(): Promise<void> {
    const page = this.random.pick(this.living);
    const act = this.random.pick([
      ...Array<() => unknown>(8).fill(() => this.ask(page)),
      () => this.abort(),
      () => TabSocket.all.at(-1)?.drop(),
      () => (TabSocket.answers = !TabSocket.answers),
      () => (TabSocket.accepts = this.random.below(2) ? () => true : () => false),
      () => this.stop(page),
      () => page.run((api) => api.start(OPTIONS)),
      () => this.freeze(page),
      () => this.kill(page),
    ]);
    await act();
    await pass(this.random.pick([0, 10, 300, 3_000]));
  }

  /** All is well from now on. */
  async mend(): Promise<void> {
    TabSocket.answers = true;
    TabSocket.accepts = () => true;
    for (const page of this.frozen) page.tab.thaw();
    for (const page of this.living) page.run((api) => api.start(OPTIONS));
    await pass(90_000);
  }

  /** All that the page waits for is settled soon. */
  private async stop(page: ClientPage): Promise<void> {
    if (this.frozen.has(page)) return;
    page.run((api) => api.stop());
    await pass(100);
    const left = this.promised.filter((one) => one.page === page && !one.outcome);
    expect(left.map(({ name }) => name)).toEqual([]);
  }

  private freeze(page: ClientPage): void {
    if (this.frozen.delete(page)) page.tab.thaw();
    else {
      this.frozen.add(page);
      page.tab.freeze();
    }
  }

  private kill(page: ClientPage): void {
    if (this.living.length < 2 || this.random.below(3)) return;
    this.killed.add(page);
    page.tab.kill();
  }

  private abort(): void {
    const [one] = this.controls.splice(0, 1);
    if (one && !this.killed.has(one.page)) one.page.tab.run(() => one.control.abort());
  }

  private ask(page: ClientPage): void {
    if (this.frozen.has(page)) return;
    const control = new AbortController();
    const { signal } = control;
    this.controls.push({ page, control });
    const wait = this.random.pick([{ signal }, { signal, timeoutMs: 500 }, {}]);
    const text = String(this.promised.length);
    const [name, begin] = this.random.pick<[string, () => Promise<unknown>]>([
      ["publish", () => page.api.publish("web_x", "e", text, wait)],
      ["publish", () => page.api.publish("web_x", "e", text, wait)],
      ["count", () => page.api.countUsers("web_x", wait)],
      ["history", () => page.api.history("web_x", wait)],
      ["users", () => page.api.trackedUsers("track_x", wait)],
      ["data", () => page.api.userData(12, wait)],
      ["connected", () => page.api.connected(wait)],
      ["ready", () => page.api.subscribe("web_x", () => undefined, { signal }).ready],
      ["message", () => messages(page.api as CometServerApi, "web_x", { signal }).next()],
      ["presence", () => presence(page.api as CometServerApi, "track_x", { signal }).ready],
      [
        "users of a loop",
        () =>
          presence(page.api as CometServerApi, "track_x", { signal })
            [Symbol.asyncIterator]()
            .next(),
      ],
    ]);
    const promised: Promised = { name, page, ...(name === "publish" ? { text } : {}) };
    this.promised.push(promised);
    const settle = (outcome: CometErrorCode | "done") => {
      expect(promised.outcome).toBeUndefined();
      promised.outcome = outcome;
    };
    page.tab.run(begin).then(
      () => settle("done"),
      ({ code }: { code: CometErrorCode }) => settle(code),
    );
  }
}

/** How often a text was written to the server. */
const timesOf = (text: string) =>
  TabSocket.published.filter(([, each]) => each === JSON.stringify(text)).length;

const NOT_SENT: readonly unknown[] = ["aborted", "timeout", "stopped", "dropped"];

it.for(Array.from({ length: SEEDS }, (_, n) => FIRST_SEED + n))(
  "each promise settles, whatever happens to tabs and the connection, SEED=%i",
  async (seed) => {
    const random = new Random(seed);
    const pages: ClientPage[] = [];
    for (const name of ["a", "b", "c"]) pages.push(await ClientPage.open(name));
    const world = new World(random, pages);
    for (let n = 0; n < STEPS; n++) await world.step();
    await world.mend();
    const left = world.promised.filter(({ page }) => world.living.includes(page));
    const open = () => left.filter(({ outcome }) => !outcome).map(({ name }) => name);
    expect(open().filter((name) => name !== "message")).toEqual([]);
    // A page waits for its next message until it stops.
    for (const page of world.living) page.run((api) => api.stop());
    await pass(1_000);
    expect(open()).toEqual([]);
    for (const { text, outcome } of left) {
      if (text === undefined) continue;
      if (outcome === "done") expect(timesOf(text), text).toBe(1);
      else expect(timesOf(text), text).toBeLessThanOrEqual(NOT_SENT.includes(outcome) ? 0 : 1);
    }
  },
);
