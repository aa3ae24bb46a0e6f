import { commandName } from './commands.js';
import { formFor, EncodedFrame, MAX_FRAME_BYTES } from './frames.js';
import { Inbox } from './inbox.js';
import { Outbox } from './outbox.js';

class Connection {
  constructor(id, userId, handshake, socket, host) {
    this.id = id;
    this.userId = userId;
    this.handshake = handshake;
    this.socket = socket;
    this.host = host;
    this.channels = /* @__PURE__ */ new Set();
    this.state = "open";
    this.isSilent = false;
    this.isLost = false;
    this.isAnswering = false;
    this.answers = [];
    this.openedAt = host.clock();
    this.form = formFor(host.profile, handshake.majorVersion);
    this.inbox = new Inbox({
      maxCommands: host.maxWaitingCommands,
      maxBytes: host.maxBufferedBytes
    });
    this.outbox = new Outbox(socket, {
      maxBytes: host.maxBufferedBytes,
      joinsLines: host.profile === "3",
      cutEnd: host.cutEnd,
      delayMs: () => host.delayMs(),
      onOverflow: () => this.drop(),
      onEnd: () => this.drop()
    });
    socket.on("message", (data) => this.receive(data.toString()));
    socket.on("close", () => this.lose());
    socket.on("error", () => this.lose());
  }
  get isOpen() {
    return this.state === "open";
  }
  get uuid() {
    return this.handshake.uuid;
  }
  /** Answers that are held back. */
  get heldAnswers() {
    return this.answers.length;
  }
  deliver(frame) {
    this.send(frame.bytes(this.form));
  }
  answer(frame) {
    const bytes = new EncodedFrame(frame).bytes(this.form);
    if (this.isAnswering) this.answers.push(bytes);
    else this.send(bytes);
  }
  /** Sends the answers held back and goes on with the commands behind them. */
  releaseAnswers() {
    const released = this.answers.splice(0);
    for (const bytes of released) this.send(bytes);
    this.work();
    return released.length;
  }
  /** Neither reads nor writes any more, so that the client has a half-open connection. */
  goSilent() {
    this.isSilent = true;
    this.outbox.hold();
    this.socket.pause();
  }
  resume() {
    if (!this.isSilent || this.state === "closed") return;
    this.isSilent = false;
    this.outbox.release();
    this.socket.resume();
    this.work();
    if (this.isLost) this.drop();
  }
  finish() {
    if (this.state !== "open") return;
    this.leave("ending");
    this.outbox.end();
  }
  /** Cuts the connection. Frames that were not sent yet are lost. */
  drop() {
    if (this.state === "closed") return;
    if (this.state === "open") this.leave("closed");
    this.state = "closed";
    this.outbox.discard();
    this.socket.terminate();
  }
  /** The socket has ended. Node notices this even in a paused socket, so a silent one ignores it. */
  lose() {
    this.isLost = true;
    if (!this.isSilent) this.drop();
  }
  leave(state) {
    this.state = state;
    this.inbox.clear();
    this.answers.length = 0;
    this.host.onLeave(this);
  }
  send(bytes) {
    if (this.state !== "open" || bytes.length > MAX_FRAME_BYTES) return;
    this.outbox.push(bytes);
  }
  receive(text) {
    if (this.state !== "open") return;
    if (this.inbox.add(text)) this.work();
    else this.drop();
  }
  /** One command after the other: each answer is sent before the next command is looked at. */
  work() {
    while (this.state === "open" && !this.isSilent && this.answers.length === 0) {
      const text = this.inbox.take();
      if (text === void 0) return;
      this.isAnswering = this.host.withholds(commandName(text));
      this.host.onCommand(this, text);
      this.isAnswering = false;
    }
  }
}

export { Connection };
//# sourceMappingURL=connection.js.map
