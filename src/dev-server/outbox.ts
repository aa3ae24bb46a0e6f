/** The way out to one client: in order, at most so many bytes, late or not at all for now. */
import type { WebSocket } from "ws";

interface Waiting {
  readonly bytes: Buffer;
  /** By the monotonic clock, in milliseconds. */
  readonly due: number;
}

export interface OutboxSettings {
  readonly maxBytes: number;
  delayMs(): number;
  /** The client reads too slowly, or not at all. */
  onOverflow(): void;
  /** Everything before {@link Outbox.end} is written. */
  onEnd(): void;
}

export class Outbox {
  private readonly waiting: Waiting[] = [];
  private waitingBytes = 0;
  private unwritten = 0;
  private isHeld = false;
  private isEnding = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly socket: WebSocket,
    private readonly settings: OutboxSettings,
  ) {}

  push(bytes: Buffer): void {
    if (this.isEnding) return;
    const unread = this.waitingBytes + this.socket.bufferedAmount + bytes.length;
    if (unread > this.settings.maxBytes) {
      this.settings.onOverflow();
      return;
    }
    this.waiting.push({ bytes, due: performance.now() + this.settings.delayMs() });
    this.waitingBytes += bytes.length;
    this.flush();
  }

  /** Takes no more frames, writes those it has, and reports when they are written. */
  end(): void {
    this.isEnding = true;
    this.flush();
  }

  /** Nothing leaves until {@link release}. */
  hold(): void {
    this.isHeld = true;
  }

  release(): void {
    this.isHeld = false;
    this.flush();
  }

  /** Throws away what is waiting. */
  discard(): void {
    this.isHeld = true;
    this.waiting.length = 0;
    this.waitingBytes = 0;
    clearTimeout(this.timer);
  }

  private flush(): void {
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
  private writeDue(): void {
    const now = performance.now();
    const later = this.waiting.findIndex(({ due }) => due > now);
    const due = this.waiting.splice(0, later < 0 ? this.waiting.length : later);
    for (const { bytes } of due) {
      this.waitingBytes -= bytes.length;
      this.unwritten += 1;
      this.socket.send(bytes, { binary: false }, () => this.written());
    }
  }

  private written(): void {
    this.unwritten -= 1;
    if (this.isEnding) this.flush();
  }
}
