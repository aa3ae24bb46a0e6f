import { joinLogs, joinUsers } from "../protocol/cluster";
import type { ChannelMessage } from "../protocol/messages";
import type { Answer, Sent } from "./connection";
import type { Session } from "./session";

type Asked = Pick<Session, "send">;

/** The answers of several shards to one command. */
export interface Answers {
  answers: Answer[];
  /** Of each shard: the messages of its log. */
  logs: ChannelMessage[][];
}

/**
 * Asks several shards the same, and gathers what they answer. A shard that ends before its answer
 * has none; `onDone` is called when all have answered or ended, `onLost` if all have ended.
 * @param patienceMs for how long after a first answer the others are waited for, in milliseconds.
 */
export function gather(
  sessions: readonly Asked[],
  { command, onLog }: Pick<Sent, "command" | "onLog">,
  onDone: (answers: Answers) => void,
  onLost: () => void = () => undefined,
  patienceMs = Infinity,
): void {
  const answers: Answer[] = [];
  const logs: ChannelMessage[][] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting = sessions.length;
  let lost = 0;
  let finish = () => {
    finish = () => undefined;
    clearTimeout(timer);
    onDone({ answers, logs });
  };
  const settle = () => {
    if (--waiting) return;
    if (lost === sessions.length) onLost();
    else finish();
  };
  for (const session of sessions) {
    const log: ChannelMessage[] = [];
    logs.push(log);
    session.send({
      command,
      onLog: onLog && ((message) => log.push(message)),
      onDone(answer) {
        if (answer) answers.push(answer);
        settle();
        if (waiting && patienceMs < Infinity) timer ??= setTimeout(() => finish(), patienceMs);
      },
      onLost() {
        lost++;
        settle();
      },
    });
  }
}

/**
 * Asks shards as if they were one: what they answer counts as one answer.
 * @param onTold called before the answer is told.
 * @param patienceMs see `gather`.
 */
export function askAll(
  shards: readonly Asked[],
  sent: Sent,
  onTold: () => void,
  patienceMs?: number,
): void {
  const onDone = ({ answers, logs }: Answers) => {
    onTold();
    for (const message of joinLogs(logs)) sent.onLog?.(message);
    sent.onDone(joinUsers(answers));
  };
  gather(shards, sent, onDone, sent.onLost, patienceMs);
}

/** Shards as one, to ask several such groups. @param patienceMs see `gather`. */
export function asOne(shards: readonly Asked[], patienceMs: number): Asked {
  return { send: (sent) => askAll(shards, sent, () => undefined, patienceMs) };
}
