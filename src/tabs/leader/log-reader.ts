import { recoveryCommand } from "../../protocol/commands";
import type { HeldConnection } from "./held-connection";
import type { Leader } from "./leader";

/** How many frames of a log are in one entry: more may be too large for the storage. */
const MAX_TEXTS = 25;

/** Asks for the logs that tabs need to fill gaps: each once for all tabs. */
export class LogReader {
  /** For each channel: the number of the last entry when its log was asked for last. */
  private readonly _asked = new Map<string, number>();

  constructor(
    private readonly _connection: Pick<HeldConnection, "isConnected" | "send">,
    private readonly _leader: Pick<Leader, "last" | "emit">,
  ) {}

  /** @param after the last entry of the tab that asks: what it has missed is in a later log. */
  read(channels: readonly string[], after: number): void {
    for (const channel of channels)
      if ((this._asked.get(channel) ?? -1) < after && this._connection.isConnected)
        this._read(channel);
  }

  private _read(channel: string): void {
    const asked = this._leader.last;
    const texts: string[] = [];
    this._asked.set(channel, asked);
    this._connection.send({
      command: recoveryCommand(channel),
      onLog: ({ text }) => texts.push(text),
      onDone: () => this._tell(channel, asked, texts),
      // The tabs ask again when the channel is heard again.
      onLost: () => this._asked.delete(channel),
    });
  }

  private _tell(channel: string, asked: number, texts: readonly string[]): void {
    for (let at = 0; at === 0 || at < texts.length; at += MAX_TEXTS) {
      const part = texts.slice(at, at + MAX_TEXTS);
      const isLast = at + MAX_TEXTS >= texts.length;
      this._leader.emit({ type: "past", channel, asked, texts: part, isLast });
    }
  }
}
