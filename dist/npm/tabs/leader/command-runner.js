import { bareName } from '../../protocol/channel-key.js';
import { traitsOf } from '../../protocol/commands.js';
import { echoFrame } from '../../protocol/echo.js';
import { keyOf } from '../follower/pending.js';
import { SharedAnswers } from './shared-answers.js';

class CommandRunner {
  /** @param _echoesAll whether to emit also what only its sender's page listens to. */
  constructor(_tab, _roster, _emit, _echoesAll = () => false) {
    this._tab = _tab;
    this._roster = _roster;
    this._emit = _emit;
    this._echoesAll = _echoesAll;
    /** Commands that were written and have no answer yet. */
    this._inFlight = /* @__PURE__ */ new Set();
    this._shared = new SharedAnswers((to, text) => this._answer(to, text));
  }
  carryOut(commands, connection) {
    const { outbox } = this._tab;
    const unwritten = commands.filter((command) => {
      const isNew = command.number > outbox.lastWritten(command.tab);
      if (!isNew && !this._inFlight.has(keyOf(command)))
        this._emit({ type: "unanswered", to: idOf(command) });
      return isNew;
    });
    if (unwritten.length) this._emit({ type: "writing", commands: unwritten.map(idOf) });
    for (const command of unwritten) this._write(command, connection);
  }
  onChannels(channels) {
    this._shared.onChannels(channels);
  }
  /** The tabs are told something. */
  onEntry(entry) {
    this._shared.onEntry(entry);
  }
  _write({ command, ...to }, connection) {
    this._inFlight.add(keyOf(to));
    if (this._shared.serves(command, to, this._roster.channels)) return;
    const sent = {
      command,
      onDone: (answer) => {
        const text = answer?.kind === "answer" ? answer.text : void 0;
        for (const other of this._shared.settle(command, text)) this._answer(other, answer?.text);
        this._answer(to, answer?.text);
        if (answer?.kind === "report") this._echo(command, answer, to.tab);
      },
      onLost: () => {
        for (const each of [...this._shared.settle(command, void 0), to]) {
          this._inFlight.delete(keyOf(each));
          this._emit({ type: "unanswered", to: each });
        }
      }
    };
    if (traitsOf(command).isStream)
      sent.onLog = ({ text }) => this._emit({ type: "log", to, channel: command.channel, text });
    connection.send(sent);
  }
  _answer(to, text) {
    this._inFlight.delete(keyOf(to));
    this._emit({ type: "answer", to, text });
  }
  /** The server does not send a message back to the connection, but other tabs may listen to it. */
  _echo(command, report, sender) {
    const channel = bareName(command.channel);
    if (!this._echoesAll() && !this._roster.isWantedBeside(sender, channel)) return;
    const text = echoFrame(command, report, this._tab.userId);
    if (text) this._emit({ type: "echo", channel, text, sender });
  }
}
function idOf({ tab, number }) {
  return { tab, number };
}

export { CommandRunner };
//# sourceMappingURL=command-runner.js.map
