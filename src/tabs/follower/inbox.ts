import { decodeFrame, type ServerMessage } from "../../protocol/messages";
import { MAX_CHANNELS } from "../../protocol/limits";
import { RecentIds } from "../../platform/recent-ids";
import type { FrameMessage } from "../../connection/connection";
import { QueueMemory } from "./queue-memory";

/** The channel of private messages. */
export const PRIVATE = "msg";

/** How many frames are remembered, for the time when two leaders may have heard the same. */
const MAX_FRAMES = 500;
/** How long that time is at most. */
const OVERLAP_MS = 10_000;

/** A frame of the server, and the channel of the message in it. */
export interface Frame {
  channel: string;
  text: string;
}

/** Reads frames, and knows which of the messages are for this tab and new to it. */
export class Inbox {
  /** The channels that this tab wants to hear. */
  channels: readonly string[] = [];
  /** Whether it wants to hear private messages. */
  wantsPrivate = false;
  /** Whether the server sends private messages to this visitor. */
  isAuthorized = false;
  readonly queue = new QueueMemory();

  /** The channels of all tabs. Messages on other channels are unsolicited: every tab gets them. */
  private _allChannels: readonly string[] = [];
  /** Those of this tab for which the connection has no room. */
  private _unheard = "";
  private _legacy = false;
  private _read: FrameMessage | undefined;
  private readonly _ids = new RecentIds();
  private _frames: string[] = [];
  /** Frames that another connection heard, and the present one may hear again. */
  private _doubles: string[] = [];
  private _overlappedAt = 0;

  /**
   * The server has taken note of the channels of all tabs. Returns, once, what to tell a developer
   * if there was no room for some of this tab's.
   */
  joined(allChannels: readonly string[]): string | undefined {
    if (allChannels.length) this._allChannels = allChannels;
    if (allChannels.length < MAX_CHANNELS) return undefined;
    const unheard = this.channels.filter((channel) => !allChannels.includes(channel)).join();
    const isNews = unheard && unheard !== this._unheard;
    this._unheard = unheard;
    return isNews ? `over ${MAX_CHANNELS} channels in all tabs; not heard: ${unheard}` : undefined;
  }

  /** All that this tab wants to hear. */
  get wanted(): readonly string[] {
    return this.wantsPrivate ? [...this.channels, PRIVATE] : this.channels;
  }

  /** Of that, what this visitor may hear. */
  get permitted(): readonly string[] {
    return this.isAuthorized ? this.wanted : this.channels;
  }

  /** A connection began, with this frame. */
  open(info: string): ServerMessage[] {
    const messages = this.read(info);
    for (const message of messages)
      if (message.kind === "info") {
        this.isAuthorized = message.authorized;
        this.queue.begin(message.time);
      }
    return messages;
  }

  /** Another leader leads, while the former one may still have heard the same. */
  overlap(): void {
    this._doubles = this._doubles.concat(this._frames).slice(-MAX_FRAMES);
    this._overlappedAt = performance.now();
    this._frames = [];
  }

  /** A message that was read already, in this tab: reading its text is not necessary any more. */
  remember(message: FrameMessage): void {
    this._read = message;
  }

  /** The messages of a frame. */
  read(text: string): ServerMessage[] {
    if (this._read?.text === text) return [this._read];
    const messages = decodeFrame(text, { legacy: this._legacy, channels: () => this.channels });
    for (const message of messages) if (message.kind === "info") this._legacy = message.legacy;
    return messages;
  }

  /** Those messages of a frame that this tab wants to hear. */
  hear({ channel, text }: Frame, isEcho: boolean): ServerMessage[] {
    if (this._isForOthers(channel)) return [];
    if (!isEcho) {
      if (this._doubles.length && this._isDouble(text)) return [];
      if (this._frames.push(text) > MAX_FRAMES) this._frames.shift();
    }
    return this.read(text).filter((message) => this._isWanted(message));
  }

  private _isDouble(text: string): boolean {
    if (performance.now() - this._overlappedAt > OVERLAP_MS) this._doubles = [];
    const index = this._doubles.indexOf(text);
    if (index >= 0) this._doubles.splice(index, 1);
    return index >= 0;
  }

  private _isForOthers(channel: string): boolean {
    return this._allChannels.includes(channel) && !this.channels.includes(channel);
  }

  private _isWanted(message: ServerMessage): boolean {
    if (message.kind !== "channel") return true;
    const { uuid, history, channel, text, time } = message;
    if (this._isForOthers(channel)) return false;
    if (uuid && !this._ids.isNew(uuid)) return false;
    return !history || channel !== PRIVATE || this.queue.isNew(text, time);
  }
}
