import { describe, expect, it, vi } from "vitest";
import type { Sent } from "../../../src/connection/connection";
import { gather, type Answers } from "../../../src/connection/gather";
import { recoveryCommand } from "../../../src/protocol/commands";
import type { ChannelMessage, FrameMessage } from "../../../src/protocol/messages";
import { messageOf } from "../../support/decode";
import { logged } from "../../support/frames";

const command = recoveryCommand("web_chat");
const message = (data: string) => messageOf(logged(data)) as ChannelMessage;

/** Asks so many shards; `asked` is what each of them was sent. */
function ask(count: number, { onLog }: Pick<Sent, "onLog"> = {}, patienceMs?: number) {
  const asked: Sent[] = [];
  const onDone = vi.fn<(answers: Answers) => void>();
  const onLost = vi.fn<() => void>();
  const shards = Array.from({ length: count }, () => ({
    send: (sent: Sent) => void asked.push(sent),
  }));
  gather(shards, { command, onLog }, onDone, onLost, patienceMs);
  return { asked, onDone, onLost };
}

/** What may become of a question to a shard. */
const FATES = {
  answered: ({ onDone }: Sent, answer: FrameMessage) => onDone(answer),
  "passed over": ({ onDone }: Sent) => onDone(),
  lost: ({ onLost }: Sent) => onLost?.(),
};

describe("a question to several shards", () => {
  it("is written to each of them", () => {
    const { asked } = ask(3);
    expect(asked.map((sent) => sent.command)).toEqual([command, command, command]);
  });

  it.each<[(keyof typeof FATES)[], number[] | "lost"]>([
    [["answered"], [0]],
    [["lost"], "lost"],
    [
      ["answered", "answered", "answered"],
      [0, 1, 2],
    ],
    [
      ["answered", "lost", "answered"],
      [0, 2],
    ],
    [["lost", "lost", "answered"], [2]],
    [["passed over", "answered"], [1]],
    [["passed over", "passed over"], []],
    [["passed over", "lost"], []],
    [["lost", "lost"], "lost"],
  ])("that is %s has the answers of %s when the last shard has settled it", (fates, expected) => {
    const { asked, onDone, onLost } = ask(fates.length);
    const answers = fates.map((_, shard) => message(`answer ${shard}`));
    for (const [shard, fate] of fates.entries()) {
      expect(onDone).not.toHaveBeenCalled();
      expect(onLost).not.toHaveBeenCalled();
      FATES[fate](asked[shard] as Sent, answers[shard] as FrameMessage);
    }
    const got = onDone.mock.calls.map(([{ answers }]) => answers);
    const isLost = expected === "lost";
    expect(got).toEqual(isLost ? [] : [expected.map((shard) => answers[shard])]);
    expect(onLost).toHaveBeenCalledTimes(isLost ? 1 : 0);
  });

  it("for a log has a log of each shard, of one that ended too, in the order of the shards", () => {
    const onLog = vi.fn<NonNullable<Sent["onLog"]>>();
    const { asked, onDone } = ask(3, { onLog });
    const [first, second, third] = asked as [Sent, Sent, Sent];
    third.onLog?.(message("c"));
    first.onLog?.(message("a"));
    first.onLog?.(message("b"));
    first.onDone();
    third.onLost?.();
    second.onDone();
    const logs = onDone.mock.calls.map(([answers]) =>
      answers.logs.map((log) => log.map(({ data }) => data)),
    );
    expect(logs).toEqual([[["a", "b"], [], ["c"]]]);
  });

  it("that is about no log leaves logs to other commands", () => {
    expect(ask(2).asked.map(({ onLog }) => onLog)).toEqual([undefined, undefined]);
  });

  it("waits for the others only for a time after the first one has answered", () => {
    vi.useFakeTimers();
    const { asked, onDone, onLost } = ask(3, {}, 2_000);
    const [first, second, third] = asked as [Sent, Sent, Sent];
    first.onLost?.();
    vi.advanceTimersByTime(5_000);
    second.onDone(message("a"));
    vi.advanceTimersByTime(1_999);
    expect(onDone).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(onDone.mock.calls.map(([{ answers }]) => answers)).toEqual([[message("a")]]);
    third.onDone(message("b"));
    expect(onDone).toHaveBeenCalledTimes(1);
    expect(onLost).not.toHaveBeenCalled();
    vi.useRealTimers();
  });

  it.each(["answered", "lost"] as const)("leaves no timer when the last one has %s", (fate) => {
    vi.useFakeTimers();
    const { asked, onDone } = ask(2, {}, 2_000);
    for (const [shard, each] of (["answered", fate] as const).entries())
      FATES[each](asked[shard] as Sent, message("a"));
    expect(vi.getTimerCount()).toBe(0);
    expect(onDone).toHaveBeenCalledTimes(1);
    vi.useRealTimers();
  });

  it("may be lost without anybody who wants to know", () => {
    const onDone = vi.fn<(answers: Answers) => void>();
    gather([{ send: ({ onLost }) => onLost?.() }], { command }, onDone);
    expect(onDone).not.toHaveBeenCalled();
  });
});
