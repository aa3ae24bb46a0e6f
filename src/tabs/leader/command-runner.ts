import type { Answer, Connection, Sent } from "../../connection/connection";
import { traitsOf, type Command } from "../../protocol/commands";
import { echoFrame } from "../../protocol/echo";
import { keyOf, type Outbox } from "../follower/outbox";
import type { CommandId, Item, NumberedCommand, TabWants } from "../messages";

/** What carries commands out, and who is told. */
export interface CommandOwner {
  readonly connection: Connection;
  readonly outbox: Outbox;
  readonly wants: ReadonlyMap<string, TabWants>;
  userId(): string;
  emit(item: Item): void;
}

/** Writes the commands of all tabs, each once, and tells what comes of them. */
export class CommandRunner {
  /** Commands that were written and have no answer yet. */
  private readonly _inFlight = new Set<string>();

  constructor(private readonly _owner: CommandOwner) {}

  carryOut(commands: NumberedCommand[]): void {
    const { outbox } = this._owner;
    const unwritten = commands.filter((command) => {
      const isNew = command.number > outbox.lastWritten(command.tab);
      // An earlier master wrote it, and who offers it has not heard of that.
      if (!isNew && !this._inFlight.has(keyOf(command))) this._owner.emit({ to: idOf(command) });
      return isNew;
    });
    // Said before it is done: should this tab end in between, nobody does it again.
    if (unwritten.length) this._owner.emit({ wrote: unwritten.map(idOf) });
    for (const command of unwritten) this._send(command);
  }

  /** The connection is gone, and with it the answers. */
  clear(): void {
    this._inFlight.clear();
  }

  private _send({ command, ...id }: NumberedCommand): void {
    const key = keyOf(id);
    this._inFlight.add(key);
    const sent: Sent = {
      command,
      onDone: (answer) => {
        this._inFlight.delete(key);
        this._owner.emit({ to: id, text: answer && answer.text });
        if (answer && answer.kind === "report") this._echo(command, answer, id.tab);
      },
    };
    if (traitsOf(command).isStream)
      sent.onLog = ({ text }) => this._owner.emit({ to: id, isLog: true, text });
    this._owner.connection.send(sent);
  }

  /** The server does not send a message back to where it came from, where other tabs may wait. */
  private _echo(command: Command, report: Answer, sender: string): void {
    const channel = command.channel.replace("@", "");
    const isWanted = [...this._owner.wants].some(
      ([tab, { channels }]) => tab !== sender && channels.includes(channel),
    );
    if (!isWanted) return;
    this._owner.emit({ text: echoFrame(command, report, this._owner.userId()), except: sender });
  }
}

function idOf({ tab, number }: CommandId): CommandId {
  return { tab, number };
}
