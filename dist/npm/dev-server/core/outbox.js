import { cutFrame, MAX_FRAME_BYTES } from './frames.js';
import { joinLines } from './old-frames.js';

class Outbox {
  constructor(socket, settings) {
    this.socket = socket;
    this.settings = settings;
    this.waiting = [];
    this.waitingBytes = 0;
    this.unwritten = 0;
    this.isHeld = false;
    this.isEnding = false;
    this.isGathering = false;
  }
  push(bytes) {
    if (this.isEnding) return;
    const unread = this.waitingBytes + this.socket.bufferedAmount + bytes.length;
    if (unread > this.settings.maxBytes) {
      this.settings.onOverflow();
      return;
    }
    this.waiting.push({ bytes, due: performance.now() + this.settings.delayMs() });
    this.waitingBytes += bytes.length;
    if (this.settings.joinsLines) this.gather();
    else this.flush();
  }
  /** Takes no more frames, and reports when the waiting ones are written. */
  end() {
    this.isEnding = true;
    this.flush();
  }
  /** Nothing leaves until {@link release}. */
  hold() {
    this.writeGathered();
    this.isHeld = true;
  }
  release() {
    this.isHeld = false;
    this.flush();
  }
  /** Throws the waiting frames away. */
  discard() {
    this.writeGathered();
    this.isHeld = true;
    this.waiting.length = 0;
    this.waitingBytes = 0;
    clearTimeout(this.timer);
  }
  /** Frames that are pushed until the running code ends leave at the same moment. */
  gather() {
    if (this.isGathering) return;
    this.isGathering = true;
    queueMicrotask(() => this.writeGathered());
  }
  /** Writes frames that were pushed before a hold or a discard, also if messages are being gathered. */
  writeGathered() {
    if (this.isGathering) this.flush();
  }
  flush() {
    this.isGathering = false;
    if (this.isHeld) return;
    clearTimeout(this.timer);
    this.writeDue();
    const [next] = this.waiting;
    if (next) {
      this.timer = setTimeout(() => this.flush(), Math.ceil(next.due - performance.now()));
    } else if (this.isEnding && this.unwritten === 0) {
      this.settings.onEnd();
    }
  }
  /** A frame that is not due yet holds up those behind it, so a shorter delay keeps the order. */
  writeDue() {
    const now = performance.now();
    const later = this.waiting.findIndex(({ due: due2 }) => due2 > now);
    const due = this.waiting.splice(0, later < 0 ? this.waiting.length : later);
    for (const { bytes } of due) this.waitingBytes -= bytes.length;
    for (const frame of this.frames(due.map(({ bytes }) => bytes))) {
      this.unwritten += 1;
      this.socket.send(
        cutFrame(frame, this.settings.cutEnd),
        { binary: false },
        () => this.written()
      );
    }
  }
  frames(messages) {
    return this.settings.joinsLines ? joinLines(messages, MAX_FRAME_BYTES) : messages;
  }
  written() {
    this.unwritten -= 1;
    if (this.isEnding) this.flush();
  }
}

export { Outbox };
//# sourceMappingURL=outbox.js.map
