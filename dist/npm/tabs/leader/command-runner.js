import { echoFrame } from '../../protocol/echo.js';
import { keyOf } from '../follower/outbox.js';

class CommandRunner {
  constructor(_owner) {
    this._owner = _owner;
    /** Commands that were written and have no answer yet. */
    this._inFlight = /* @__PURE__ */ new Set();
  }
  carryOut(commands) {
    const { outbox } = this._owner;
    const unwritten = commands.filter((command) => {
      const isNew = command.number > outbox.lastWritten(command.tab);
      if (!isNew && !this._inFlight.has(keyOf(command))) this._owner.emit({ to: idOf(command) });
      return isNew;
    });
    if (unwritten.length) this._owner.emit({ wrote: unwritten.map(idOf) });
    for (const command of unwritten) this._send(command);
  }
  /** The connection is gone, and with it the answers. */
  clear() {
    this._inFlight.clear();
  }
  _send({ command, ...id }) {
    const key = keyOf(id);
    this._inFlight.add(key);
    const sent = {
      command,
      onDone: (answer) => {
        this._inFlight.delete(key);
        this._owner.emit({ to: id, text: answer && answer.text });
        if (answer && answer.kind === "report") this._echo(command, answer, id.tab);
      }
    };
    if (command.kind === "pipe_log")
      sent.onLog = ({ text }) => this._owner.emit({ to: id, isLog: true, text });
    this._owner.connection.send(sent);
  }
  /** The server does not send a message back to where it came from, where other tabs may wait. */
  _echo(command, report, sender) {
    const channel = command.channel.replace("@", "");
    const isWanted = [...this._owner.wants].some(
      ([tab, { channels }]) => tab !== sender && channels.includes(channel)
    );
    if (!isWanted) return;
    this._owner.emit({ text: echoFrame(command, report, this._owner.userId()), except: sender });
  }
}
function idOf({ tab, number }) {
  return { tab, number };
}

export { CommandRunner };
//# sourceMappingURL=command-runner.js.map
