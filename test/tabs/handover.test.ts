/** The leading tab follows a link: another tab listens before that one's page has gone. */
import { describe, expect, test } from "vitest";
import { Client } from "../dev-server/client";
import { IS_SOAK } from "./fault";
import type { Group } from "./group";
import { LETTER, ROOM } from "./page/report";
import { useStage } from "./stage";
import { until } from "./wait";
import { WAYS } from "./ways";

const stage = useStage();

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

/** Numbered private messages, until the returned function is called: it returns the last number. */
function sendLetters({ server }: Group): () => number {
  let n = 0;
  const send = () => void server.sendToUser(USER, LETTER, { n: ++n });
  const timer = setInterval(send, 1_000 / LETTERS_A_SECOND);
  return () => {
    clearInterval(timer);
    send();
    return n;
  };
}

/**
 * The leading tab follows links while private messages, messages on channels and orders of all tabs
 * are on their way. Returns what others saw of the visitor.
 * @param wait how long the server takes for the next page, in milliseconds.
 */
async function followLinks(group: Group, wait: number): Promise<string[]> {
  group.server.authorize(USER, `key-of-${USER}`);
  const watcher = await Watcher.open(group);
  stage.after(() => watcher.close());
  await group.openInTurn(3);
  await watcher.events();
  const end = sendLetters(group);
  await group.startTraffic();
  for (let round = 0; round < ROUNDS; round++) {
    const master = await group.master();
    await group.keep(master);
    await master.follow(group.url("/tab", { round: String(round), wait: String(wait) }));
    await group.steady();
    expect((await group.master()) === master, "the page that was left leads").toBe(false);
    await group.startOrders();
  }
  const last = end();
  expect(await group.problems({ overlapMs: 1_000 })).toEqual([]);
  for (const tab of group.tabs)
    await until(async () => {
      const { letters } = await group.keep(tab);
      return letters.at(-1) === last ? undefined : `${letters.at(-1)} of ${last}`;
    });
  for (const { letters } of group.evidence) {
    const [first = 0] = letters;
    expect(letters).toEqual(letters.map((_, index) => first + index));
  }
  return watcher.events();
}

describe.each(WAYS)("$name", (way) => {
  const query = { user: String(USER), present: "" };

  test("no private message is lost or doubled where the next page is there at once", async () => {
    const group = await stage.group(way, query);
    expect(await followLinks(group, 0)).not.toContain("offline");
  }, 120_000);

  test("the other tabs notice nothing where the next page takes a moment", async () => {
    const group = await stage.group(way, query);
    const seen = await followLinks(group, 300);
    expect(seen).not.toContain("offline");
    // Others that keep a list find the visitor in it.
    expect(seen.at(-1)).toBe("subscription");
    for (const { events } of group.evidence)
      expect(events.filter(({ name }) => /gap|disconnect|subscription/.test(name))).toEqual([]);
  }, 120_000);
});
