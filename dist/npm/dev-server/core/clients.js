import { commandName, carryOut } from './commands.js';
import { Comet } from './comet.js';
import { Connection } from './connection.js';
import { Observers } from './observers.js';

class Clients {
  constructor(settings, faults, peers) {
    this.settings = settings;
    this.observers = new Observers();
    /** The most connections at one time. */
    this.peak = 0;
    this.connections = /* @__PURE__ */ new Set();
    this.commands = [];
    this.opened = 0;
    this.comet = new Comet(settings, peers, (message) => this.observers.emit("publish", message));
    this.host = {
      profile: settings.profile,
      cutEnd: settings.cutEnd,
      maxBufferedBytes: settings.limits.maxBufferedBytes,
      maxWaitingCommands: settings.limits.maxWaitingCommands,
      clock: settings.clock,
      delayMs: () => faults.delayMs,
      withholds: (name) => faults.withholds(name),
      onCommand: (connection, text) => this.takeCommand(connection, text),
      onLeave: (connection) => this.remove(connection)
    };
  }
  open(socket, handshake) {
    const { comet } = this;
    const hash = comet.users.authorise(handshake, comet.seconds());
    const userId = hash === void 0 ? 0 : handshake.userId;
    this.opened += 1;
    const connection = new Connection(this.opened, userId, handshake, socket, this.host);
    this.connections.add(connection);
    this.peak = Math.max(this.peak, this.connections.size);
    comet.enter(connection, hash);
    this.observers.emit("connect", describe(connection));
  }
  list() {
    return [...this.connections].map(describe);
  }
  /** Oldest first. */
  received() {
    return [...this.commands];
  }
  drop(filter) {
    return this.each(filter, (connection) => connection.drop());
  }
  goSilent(filter) {
    return this.each(filter, (connection) => connection.goSilent());
  }
  resume() {
    this.each(void 0, (connection) => connection.resume());
  }
  heldAnswers() {
    return [...this.connections].reduce((sum, { heldAnswers }) => sum + heldAnswers, 0);
  }
  releaseAnswers() {
    return [...this.connections].reduce((sum, one) => sum + one.releaseAnswers(), 0);
  }
  each(filter, action) {
    const chosen = [...this.connections].filter((one) => filter?.(describe(one)) ?? true);
    chosen.forEach(action);
    return chosen.length;
  }
  takeCommand(connection, text) {
    const command = {
      connection: connection.id,
      userId: connection.userId,
      name: commandName(text),
      text,
      at: this.settings.clock()
    };
    this.commands.push(command);
    if (this.commands.length > this.settings.limits.maxReceived) this.commands.shift();
    this.observers.emit("command", command);
    if (connection.isOpen) carryOut(this.comet, connection, text);
  }
  remove(connection) {
    const last = describe(connection);
    this.connections.delete(connection);
    this.comet.leave(connection);
    this.observers.emit("disconnect", last);
  }
}
function describe(connection) {
  const { id, userId, uuid, openedAt, handshake, channels } = connection;
  return { id, userId, uuid, apiVersion: handshake.apiVersion, channels: [...channels], openedAt };
}

export { Clients };
//# sourceMappingURL=clients.js.map
