/** The frames that wait for one client: in order, bounded, and held back if a test orders that. */
import type { CutEnd } from "./frames";
import { cutFrame, MAX_FRAME_BYTES } from "./frames";
import { joinLines } from "./old-frames";
import type { ServerSocket } from "./server-socket";

/** A waiting message. */
interface Waiting {
  readonly bytes: Uint8Array;
  /** When it may be written, in milliseconds of the monotonic clock. */
  readonly due: number;
}

export interface OutboxSettings {
  readonly maxBytes: number;
  /** Whether messages that leave at one moment share a frame. */
  readonly joinsLines: boolean;
  readonly cutEnd: CutEnd;
  delayMs(): number;
  /** The client reads too slowly, or not at all. */
  onOverflow(): void;
  /** Everything that was pushed before {@link Outbox.end} is written. */
  onEnd(): void;
}

export class Outbox {
  private readonly waiting: Waiting[] = [];
  private waitingBytes = 0;
  private unwritten = 0;
  private isHeld = false;
  private isEnding = false;
  private isGathering = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly socket: ServerSocket,
    private readonly settings: OutboxSettings,
  ) {}

  push(bytes: Uint8Array): void {
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
  end(): void {
    this.isEnding = true;
    this.flush();
  }

  /** Nothing leaves until {@link release}. */
  hold(): void {
    this.writeGathered();
    this.isHeld = true;
  }

  release(): void {
    this.isHeld = false;
    this.flush();
  }

  /** Throws the waiting frames away. */
  discard(): void {
    this.writeGathered();
    this.isHeld = true;
    this.waiting.length = 0;
    this.waitingBytes = 0;
    clearTimeout(this.timer);
  }

  /** Frames that are pushed until the running code ends leave at the same moment. */
  private gather(): void {
    if (this.isGathering) return;
    this.isGathering = true;
    queueMicrotask(() => this.writeGathered());
  }

  /** Writes frames that were pushed before a hold or a discard, also if messages are being gathered. */
  private writeGathered(): void {
    if (this.isGathering) this.flush();
  }

  private flush(): void {
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
  private writeDue(): void {
    const now = performance.now();
    const later = this.waiting.findIndex(({ due }) => due > now);
    const due = this.waiting.splice(0, later < 0 ? this.waiting.length : later);
    for (const { bytes } of due) this.waitingBytes -= bytes.length;
    for (const frame of this.frames(due.map(({ bytes }) => bytes))) {
      this.unwritten += 1;
      this.socket.send(cutFrame(frame, this.settings.cutEnd), { binary: false }, () =>
        this.written(),
      );
    }
  }

  private frames(messages: readonly Uint8Array[]): readonly Uint8Array[] {
    return this.settings.joinsLines ? joinLines(messages, MAX_FRAME_BYTES) : messages;
  }

  private written(): void {
    this.unwritten -= 1;
    if (this.isEnding) this.flush();
  }
}
