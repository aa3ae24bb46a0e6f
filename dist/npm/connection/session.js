import { randomId } from '../platform/ids.js';
import { CometError } from '../api/errors.js';
import { traitsOf, FENCE, listText } from '../protocol/commands.js';
import { MARKER_LENGTH } from '../protocol/limits.js';
import { decodeFrame } from '../protocol/messages.js';
import { InFlight } from './in-flight.js';
import { Liveness } from './liveness.js';
import { SocketLink } from './socket.js';

class Session {
  constructor(_address, _listener, _shard, network) {
    this._address = _address;
    this._listener = _listener;
    this._shard = _shard;
    this._liveness = new Liveness(this);
    this._inFlight = new InFlight();
    /** The socket is `closed`; or `open`, but the server's first frame was not read yet; or `welcome`. */
    this._stage = "closed";
    this._legacy = false;
    this._channels = [];
    /** Milliseconds since 1970: `performance.now()` may stand still while the computer sleeps. */
    this._heardAt = 0;
    this._socket = new SocketLink(() => _address.nextUrl(_shard), this, network);
  }
  /** `false` while the socket is closing, too, because it would drop what is written. */
  get isConnected() {
    return this._stage === "welcome" && this._socket.isOpen;
  }
  /** Whether the socket is open, and the server's first frame was read. */
  get isOpen() {
    return this._stage === "welcome";
  }
  /** Milliseconds since the server was heard last; goes on counting after the end. */
  get silence() {
    return Date.now() - this._heardAt;
  }
  start() {
    this._heardAt = Date.now();
    this._socket.open();
  }
  /** Ends it, for good. What was written is lost. */
  stop() {
    this._socket.close();
    this._liveness.stop();
    if (this._stage === "welcome") this._address.ended(this._shard);
    this._stage = "closed";
    this._inFlight.lose();
  }
  wake() {
    this._socket.wake();
    this.check();
  }
  /** The connection may have died unnoticed. */
  check() {
    this._liveness.check();
  }
  setChannels(channels) {
    this._channels = channels;
    if (this._socket.isOpen) this._writeList();
  }
  rejoin() {
    this._sentList = void 0;
    if (this._socket.isOpen) this._writeList();
  }
  send({ command, onDone, onLost, onLog }) {
    const marker = randomId(MARKER_LENGTH);
    this._socket.write(command.text.replace("\0", marker));
    const { answer, isStream } = traitsOf(command);
    if (answer === "nothing") return onDone();
    this._inFlight.push({ command, onDone, onLost, onLog, marker });
    if (isStream) this._socket.write(FENCE.text.replace("\0", marker));
  }
  onAttempt() {
    this._listener.onAttempt(this._shard);
  }
  onOpen() {
    this._stage = "open";
    this._sentList = listText([]);
    this._liveness.start();
    this._writeList();
  }
  onText(text) {
    this._heardAt = Date.now();
    this._liveness.heard();
    const messages = decodeFrame(text, {
      legacy: this._legacy,
      channels: () => [...this._channels, ...this._inFlight.channels()]
    });
    for (const message of messages) if (this._stage !== "closed") this._onMessage(message);
  }
  _onMessage(message) {
    const { kind } = message;
    if (kind === "fatal") this._fail(`The server refuses: ${message.reason}`, message.code);
    else if (kind === "ignored") this._listener.onIgnored(message.reason);
    else if (kind === "info") {
      if (!this._address.connected(this._shard)) return this._socket.replace();
      this._legacy = message.legacy;
      this._stage = "welcome";
      this._listener.onConnect(this._shard, message.text);
    } else if (!this._inFlight.take(message)) this._listener.onMessage(this._shard, message);
  }
  onClose(code) {
    if (this._stage === "welcome") this._address.ended(this._shard);
    else this._address.failed(this._shard);
    this._stage = "closed";
    this._liveness.stop();
    this._inFlight.lose();
    this._listener.onDisconnect(this._shard, code, this._socket.retryAt);
  }
  onImpossible(reason, name) {
    this._fail(reason, name);
  }
  get isWaiting() {
    return this._inFlight.size > 0;
  }
  ask() {
    this.send({ command: FENCE, onDone: () => void 0 });
  }
  onDead() {
    this._socket.replace();
  }
  _fail(text, value) {
    this.stop();
    this._listener.onFatal(this._shard, new CometError("fatal", text, value));
  }
  _writeList() {
    const channels = this._channels;
    const list = listText(channels);
    if (list === this._sentList) return;
    this._socket.write(this._sentList = list);
    this.send({ command: FENCE, onDone: () => this._listener.onSubscribed(this._shard, channels) });
  }
}

export { Session };
//# sourceMappingURL=session.js.map
