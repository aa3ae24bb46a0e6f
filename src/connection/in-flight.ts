import type { Sent } from "./connection";
import { reportChannel } from "../protocol/channel-key";
import { isPublish, isRefusalOf } from "../protocol/commands";
import type { ServerMessage } from "../protocol/messages";

/** A command in flight. */
interface Pending extends Sent {
  /** The marker of its answer. A publish is answered without one. */
  marker: string;
}

/**
 * The commands in flight, in the order in which they were written. The server answers in that
 * order, so the answer to a later command says that the earlier ones will have none.
 */
export class InFlight {
  private _pending: Pending[] = [];

  get size(): number {
    return this._pending.length;
  }

  push(pending: Pending): void {
    this._pending.push(pending);
  }

  /**
   * Settles the command that `message` answers. Returns whether there was one: then the message is
   * for it alone.
   */
  take(message: ServerMessage): boolean {
    const { kind } = message;
    if (!("channel" in message)) return false;
    if (kind === "channel") return message.history && this._takeLog(message);
    const index = this._pending.findIndex((pending) => isAnswered(pending, message));
    this._pending
      .splice(0, index + 1)
      .forEach((pending, i) => (i < index ? pending.onDone() : pending.onDone(message)));
    return index >= 0 || kind === "answer";
  }

  /** The connection is gone, and the answers with it. */
  lose(): void {
    for (const { onLost } of this._pending.splice(0)) onLost?.();
  }

  /** Channels that outstanding answers may name. */
  channels(): string[] {
    return this._pending.map((pending) => reportOf(pending) || pending.command.channel);
  }

  private _takeLog(message: ServerMessage & { kind: "channel" }): boolean {
    const log = this._pending.find(
      ({ command, onLog }) => onLog && command.channel === message.channel,
    );
    if (log && log.onLog) log.onLog(message);
    return Boolean(log);
  }
}

/** Whether `message` can be the answer to this command. */
function isAnswered(pending: Pending, message: ServerMessage): boolean {
  switch (message.kind) {
    case "answer":
      return pending.marker === message.marker;
    case "report":
      return reportOf(pending) === message.channel;
    case "refusal":
      return isRefusalOf(pending.command, message.reason);
  }
  return false;
}

/** The channel of a publish's delivery report; `false` for other commands. */
function reportOf({ command }: Sent): string | false {
  return isPublish(command) && reportChannel(command.channel);
}
