import type { ChannelMessage } from "../protocol/messages";
import type { Answer, Sent } from "./connection";
import type { Session } from "./session";

/** The answers of several shards to one command. */
export interface Answers {
  answers: Answer[];
  /** Of each shard: the messages of its log. */
  logs: ChannelMessage[][];
}

/**
 * Asks several shards the same, and gathers what they answer. A shard that ends before its answer
 * has none; `onDone` is called when all have answered or ended, `onLost` if all have ended.
 */
export function gather(
  sessions: readonly Pick<Session, "send">[],
  { command, onLog }: Pick<Sent, "command" | "onLog">,
  onDone: (answers: Answers) => void,
  onLost: () => void = () => undefined,
): void {
  const answers: Answer[] = [];
  const logs: ChannelMessage[][] = [];
  let waiting = sessions.length;
  let lost = 0;
  const settle = () => {
    if (--waiting) return;
    if (lost === sessions.length) onLost();
    else onDone({ answers, logs });
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
      },
      onLost() {
        lost++;
        settle();
      },
    });
  }
}
