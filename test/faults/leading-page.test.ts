/** What the page of the leading tab does must not cost the pages of the other tabs. */
import { describe, expect, test } from "vitest";
import { useFaultStage } from "./stage";
import type { Tab } from "../support/browser/tab";
import { WAYS } from "./ways";

const stage = useFaultStage();

const CHANNEL = "web_busy";
const MESSAGES = 6;
/** A tab sleeps where it cannot run for a second; that is another matter. */
const BUSY_MS = 300;

describe.each(WAYS)("$name", (way) => {
  test("a slow handler there does not hold back what comes meanwhile", async () => {
    const group = await stage.group(way);
    await group.openInTurn(2);
    const [leader, follower] = group.tabs as [Tab, Tab];
    const now = "performance.timeOrigin + performance.now()";
    await leader.evaluate(`window.calledAt = [], void cometApi.subscription("${CHANNEL}", () => {
      calledAt.push(${now});
      const end = performance.now() + ${BUSY_MS};
      while (performance.now() < end);
    })`);
    await follower.evaluate(
      `window.heardAt = [], void cometApi.subscription("${CHANNEL}", () => heardAt.push(${now}))`,
    );
    await group.joined(CHANNEL);
    for (let n = 1; n <= MESSAGES; n++) group.server.publish(CHANNEL, "n", { n });
    await leader.until(`calledAt.length === ${MESSAGES}`);
    const heardAt = await follower.evaluate<number[]>("heardAt");
    const calledAt = await leader.evaluate<number[]>("calledAt");
    expect(heardAt).toHaveLength(MESSAGES);
    // All that came while the first handler ran was passed on when it had ended, or the second.
    expect(heardAt.at(-1)).toBeLessThan(calledAt[3] as number);
  });
});
