/** One client: its socket, its commands, and the frames that it is sent. */
import { commandName } from "./commands";
import type { CutEnd, FrameForm } from "./frames";
import { EncodedFrame, formFor, MAX_FRAME_BYTES } from "./frames";
import type { Handshake } from "./handshake";
import { Inbox } from "./inbox";
import type { Member } from "./member";
import { Outbox } from "./outbox";
import type { ServerSocket } from "./server-socket";
import type { CommandName, ServerProfile } from "./types";
import type { Frame } from "./wire-json";

/** What a connection needs of the server. */
export interface ConnectionHost {
  readonly profile: ServerProfile;
  readonly cutEnd: CutEnd;
  readonly maxBufferedBytes: number;
  readonly maxWaitingCommands: number;
  /** Milliseconds since 1970. */
  clock(): number;
  /** For how many milliseconds frames are held back. */
  delayMs(): number;
  withholds(name: CommandName | undefined): boolean;
  /** Carries a command out. */
  onCommand(connection: Connection, text: string): void;
  /** Called once, when the connection ends. */
  onLeave(connection: Connection): void;
}

export class Connection implements Member {
  readonly channels = new Set<string>();
  readonly openedAt: number;
  readonly form: FrameForm;
  private readonly outbox: Outbox;
  private readonly inbox: Inbox;
  private state: "open" | "ending" | "closed" = "open";
  private isSilent = false;
  private isLost = false;
  private isAnswering = false;
  private answers: Uint8Array[] = [];

  constructor(
    readonly id: number,
    readonly userId: number,
    readonly handshake: Handshake,
    private readonly socket: ServerSocket,
    private readonly host: ConnectionHost,
  ) {
    this.openedAt = host.clock();
    this.form = formFor(host.profile, handshake.majorVersion);
    this.inbox = new Inbox({
      maxCommands: host.maxWaitingCommands,
      maxBytes: host.maxBufferedBytes,
    });
    this.outbox = new Outbox(socket, {
      maxBytes: host.maxBufferedBytes,
      joinsLines: host.profile === "3",
      cutEnd: host.cutEnd,
      delayMs: () => host.delayMs(),
      onOverflow: () => this.drop(),
      onEnd: () => this.drop(),
    });
    socket.on("message", (data) => this.receive(data.toString()));
    socket.on("close", () => this.lose());
    // A frame that is too long or malformed: `ws` has closed the socket already.
    socket.on("error", () => this.lose());
  }

  get isOpen(): boolean {
    return this.state === "open";
  }

  get uuid(): string {
    return this.handshake.uuid;
  }

  /** Answers that are held back. */
  get heldAnswers(): number {
    return this.answers.length;
  }

  deliver(frame: EncodedFrame): void {
    this.send(frame.bytes(this.form));
  }

  answer(frame: Frame): void {
    const bytes = new EncodedFrame(frame).bytes(this.form);
    if (this.isAnswering) this.answers.push(bytes);
    else this.send(bytes);
  }

  /** Sends the answers held back and goes on with the commands behind them. */
  releaseAnswers(): number {
    const released = this.answers.splice(0);
    for (const bytes of released) this.send(bytes);
    this.work();
    return released.length;
  }

  /** Neither reads nor writes any more, so that the client has a half-open connection. */
  goSilent(): void {
    this.isSilent = true;
    this.outbox.hold();
    this.socket.pause();
  }

  resume(): void {
    if (!this.isSilent || this.state === "closed") return;
    this.isSilent = false;
    this.outbox.release();
    this.socket.resume();
    this.work();
    if (this.isLost) this.drop();
  }

  finish(): void {
    if (this.state !== "open") return;
    this.leave("ending");
    this.outbox.end();
  }

  /** Cuts the connection. Frames that were not sent yet are lost. */
  drop(): void {
    if (this.state === "closed") return;
    if (this.state === "open") this.leave("closed");
    this.state = "closed";
    this.outbox.discard();
    this.socket.terminate();
  }

  /** The socket has ended. Node notices this even in a paused socket, so a silent one ignores it. */
  private lose(): void {
    this.isLost = true;
    if (!this.isSilent) this.drop();
  }

  private leave(state: "ending" | "closed"): void {
    this.state = state;
    this.inbox.clear();
    this.answers.length = 0;
    this.host.onLeave(this);
  }

  private send(bytes: Uint8Array): void {
    if (this.state !== "open" || bytes.length > MAX_FRAME_BYTES) return;
    this.outbox.push(bytes);
  }

  private receive(text: string): void {
    if (this.state !== "open") return;
    if (this.inbox.add(text)) this.work();
    else this.drop();
  }

  /** One command after the other: each answer is sent before the next command is looked at. */
  private work(): void {
    while (this.state === "open" && !this.isSilent && this.answers.length === 0) {
      const text = this.inbox.take();
      if (text === undefined) return;
      this.isAnswering = this.host.withholds(commandName(text));
      this.host.onCommand(this, text);
      this.isAnswering = false;
    }
  }
}
