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

describe.each(WAYS)("$name", (way) => {
  test("nothing is lost or doubled, and nobody sees the visitor go", async () => {
    const group = await stage.group(way, { user: String(USER), present: "" });
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
      await master.follow(group.url("/tab", { round: String(round) }));
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
    for (const { letters, gaps } of group.evidence) {
      const [first = 0] = letters;
      expect(letters).toEqual(letters.map((_, index) => first + index));
      expect(gaps).toEqual([]);
    }
    const seen = await watcher.events();
    expect(seen).not.toContain("offline");
    expect(seen.at(-1)).toBe("subscription");
    for (const { events } of group.evidence)
      expect(events.filter(({ name }) => /disconnect|subscription/.test(name))).toEqual([]);
  }, 120_000);
});
