/** The leading tab follows a link: another tab listens before that one's page has gone. */
import { describe, expect, test } from "vitest";
import type { DevServer } from "../../dev-server";
import { Client } from "../node/dev-server/client";
import { IS_SOAK } from "../support/soak";
import type { Group } from "./group";
import { LETTER, type Report, ROOM } from "./page/report";
import { useFaultStage } from "./stage";
import { until } from "../support/until";
import { WAYS } from "./ways";

const stage = useFaultStage();

const USER = 7;
const ROUNDS = IS_SOAK ? 20 : 5;
const LETTERS_A_SECOND = 30;

/** What others see of the visitor. */
class Watcher {
  private constructor(private readonly client: Client) {}

  static async open(group: Group): Promise<Watcher> {
    const client = await Client.connect(group.server.node);
    client.send("subscription", `user_status_${USER}`, ROOM);
    await client.untilFence();
    return new Watcher(client);
  }

  /** The events since the last call, in order. */
  async events(): Promise<string[]> {
    const frames = await this.client.untilFence();
    return frames.map((text) => (JSON.parse(text) as { event: string }).event);
  }

  close(): void {
    this.client.socket.close();
  }
}

/** Numbered private messages. */
class Letters {
  /** When each number was sent; the index is the number. */
  readonly sentAt: number[] = [0];
  private readonly timer = setInterval(() => this.send(), 1_000 / LETTERS_A_SECOND);

  constructor(private readonly server: DevServer) {}

  /** Sends no more. Returns when all tabs have heard the last one. */
  async end(group: Group): Promise<void> {
    clearInterval(this.timer);
    this.send();
    const last = this.sentAt.length - 1;
    for (const tab of group.tabs)
      await until(async () => (await group.keep(tab)).letters.at(-1)).toBe(last);
  }

  /** Those that a page did not hear, though it had heard an earlier one and a later one. */
  missed({ letters }: Report): number[] {
    if (!letters.length) return [];
    const [first = 0, last = 0] = [letters[0], letters.at(-1)];
    const all = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    return all.filter((n) => !letters.includes(n));
  }

  private send(): void {
    const n = this.sentAt.push(Date.now()) - 1;
    this.server.sendToUser(USER, LETTER, { n });
  }
}

interface Outcome {
  letters: Letters;
  pages: readonly Report[];
  /** What others saw of the visitor. */
  seen: string[];
}

/**
 * The leading tab follows links while private messages, messages on channels and orders of all tabs
 * are on their way.
 * @param wait how long the server takes for the next page, in milliseconds.
 */
async function followLinks(group: Group, wait: number): Promise<Outcome> {
  group.server.authorize(USER, `key-of-${USER}`);
  const watcher = await Watcher.open(group);
  stage.after(() => watcher.close());
  await group.openInTurn(3);
  await watcher.events();
  const letters = new Letters(group.server);
  await group.startTraffic();
  for (let round = 0; round < ROUNDS; round++) {
    const leader = await group.leader();
    await group.keep(leader);
    await leader.follow(group.url("/tab", { round: String(round), wait: String(wait) }));
    await group.steady();
    expect((await group.leader()) === leader, "the page that was left leads").toBe(false);
    await group.startOrders();
  }
  await letters.end(group);
  expect(await group.problems({ overlapMs: 1_000 })).toEqual([]);
  const pages = group.evidence;
  for (const { letters: heard } of pages)
    expect(heard).toEqual([...new Set(heard)].sort((one, other) => one - other));
  return { letters, pages, seen: await watcher.events() };
}

describe.each(WAYS)("$name", (way) => {
  const query = { user: String(USER), present: "" };

  test("the other tabs notice nothing", { timeout: 120_000 }, async () => {
    const group = await stage.group(way, query);
    const { letters, pages, seen } = await followLinks(group, 300);
    expect(pages.flatMap((page) => letters.missed(page))).toEqual([]);
    expect(seen).not.toContain("offline");
    // Others that keep a list find the visitor in it.
    expect(seen.at(-1)).toBe("subscription");
    for (const { events } of pages)
      expect(events.filter(({ name }) => /gap|disconnect|subscription/.test(name))).toEqual([]);
  });

  // Then the heir may have no connection yet.
  test("what is lost is announced where the next page is there at once", async () => {
    const group = await stage.group(way, query);
    const { letters, pages } = await followLinks(group, 0);
    for (const page of pages) {
      const gaps = page.gaps.filter(({ channel }) => channel === "msg");
      const isAnnounced = (n: number) => {
        const at = letters.sentAt[n] as number;
        return gaps.some(({ from, to }) => from <= at && at <= to);
      };
      expect(letters.missed(page).filter((n) => !isAnnounced(n))).toEqual([]);
    }
  });
});
