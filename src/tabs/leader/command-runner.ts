import type { Answer, Sent } from "../../connection/connection";
import { bareName } from "../../protocol/channel-key";
import { traitsOf, type Command } from "../../protocol/commands";
import { echoFrame } from "../../protocol/echo";
import { keyOf } from "../follower/pending";
import type { CommandId, Entry, NumberedCommand } from "../entries";
import type { Tab } from "../tab";
import type { HeldConnection } from "./held-connection";
import type { Roster } from "./roster";
import { SharedAnswers } from "./shared-answers";

/** Writes the commands of all tabs, each once, and emits their results. */
export class CommandRunner {
  /** Commands that were written and have no answer yet. */
  private readonly _inFlight = new Set<string>();
  private readonly _shared = new SharedAnswers((to, text) => this._answer(to, text));

  /** @param _echoesAll whether to emit also what only its sender's page listens to. */
  constructor(
    private readonly _tab: Tab,
    private readonly _roster: Roster,
    private readonly _emit: (entry: Entry) => void,
    private readonly _echoesAll: () => boolean = () => false,
  ) {}

  carryOut(commands: NumberedCommand[], connection: HeldConnection): void {
    const { outbox } = this._tab;
    const unwritten = commands.filter((command) => {
      const isNew = command.number > outbox.lastWritten(command.tab);
      // A former leader wrote it, and the tab that offers it has not heard of that.
      if (!isNew && !this._inFlight.has(keyOf(command)))
        this._emit({ type: "unanswered", to: idOf(command) });
      return isNew;
    });
    // Said before it is done: if this tab ends in between, no other leader writes them again.
    if (unwritten.length) this._emit({ type: "writing", commands: unwritten.map(idOf) });
    for (const command of unwritten) this._write(command, connection);
  }

  onChannels(channels: readonly string[]): void {
    this._shared.onChannels(channels);
  }

  /** The tabs are told something. */
  onEntry(entry: Entry): void {
    this._shared.onEntry(entry);
  }

  private _write({ command, ...to }: NumberedCommand, connection: HeldConnection): void {
    this._inFlight.add(keyOf(to));
    if (this._shared.serves(command, to, this._roster.channels)) return;
    const sent: Sent = {
      command,
      onDone: (answer) => {
        const text = answer?.kind === "answer" ? answer.text : undefined;
        for (const other of this._shared.settle(command, text)) this._answer(other, answer?.text);
        this._answer(to, answer?.text);
        if (answer?.kind === "report") this._echo(command, answer, to.tab);
      },
      onLost: () => {
        for (const each of [...this._shared.settle(command, undefined), to]) {
          this._inFlight.delete(keyOf(each));
          this._emit({ type: "unanswered", to: each });
        }
      },
    };
    if (traitsOf(command).isStream)
      sent.onLog = ({ text }) => this._emit({ type: "log", to, channel: command.channel, text });
    connection.send(sent);
  }

  private _answer(to: CommandId, text: string | undefined): void {
    this._inFlight.delete(keyOf(to));
    this._emit({ type: "answer", to, text });
  }

  /** The server does not send a message back to the connection, but other tabs may listen to it. */
  private _echo(command: Command, report: Answer, sender: string): void {
    const channel = bareName(command.channel);
    if (!this._echoesAll() && !this._roster.isWantedBeside(sender, channel)) return;
    const text = echoFrame(command, report, this._tab.userId);
    if (text) this._emit({ type: "echo", channel, text, sender });
  }
}

function idOf({ tab, number }: CommandId): CommandId {
  return { tab, number };
}
