import { decodeFrame, type ServerMessage, type FrameMessage } from "../../protocol/messages";
import { MAX_CHANNELS } from "../../protocol/limits";
import { RecentIds } from "../../platform/recent-ids";
import { Doubles } from "./doubles";
import { QueueMemory } from "./queue-memory";

/** The channel of private messages. */
export const PRIVATE = "msg";
/** Why a channel is not heard. */
export const NO_ROOM = `over ${MAX_CHANNELS} channels in all tabs`;

/** A frame of the server, and the channel of the message in it. */
export interface Frame {
  channel: string;
  text: string;
}

/** Decodes frames, and finds the messages that are for this tab and new to it. */
export class Inbox {
  /** The channels that this tab wants to hear. */
  channels: readonly string[] = [];
  /** Whether it wants to hear private messages. */
  wantsPrivate = false;
  /** Whether the server sends private messages to this visitor. */
  isAuthorized = false;
  readonly queue: QueueMemory;
  readonly doubles = new Doubles((text) => {
    const [message] = this.read(text);
    return message?.kind === "channel" ? message : undefined;
  });

  /** The channels of all tabs. Messages on other channels are unsolicited: every tab gets them. */
  private _allChannels: ReadonlySet<string> = new Set();
  /** The channels of this tab for which the connection has no room, as a developer was told. */
  private _unheard = "";
  private _legacy = false;
  private _read: FrameMessage | undefined;
  private readonly _ids = new RecentIds();

  /** @param isShared whether other tabs, or later pages, have to know what this one has heard. */
  constructor(isShared?: boolean) {
    this.queue = new QueueMemory(isShared);
  }

  /**
   * The list `allChannels` is in force on the server. Returns, once, what to tell a developer if
   * there was no room for some channels of this tab.
   */
  joined(allChannels: readonly string[]): string | undefined {
    if (allChannels.length) this._allChannels = new Set(allChannels);
    if (allChannels.length < MAX_CHANNELS) return undefined;
    const unheard = this.channels.filter((channel) => !allChannels.includes(channel)).join();
    const isNews = unheard && unheard !== this._unheard;
    this._unheard = unheard;
    return isNews ? `${NO_ROOM}; not heard: ${unheard}` : undefined;
  }

  /** All that this tab wants to hear. */
  get wanted(): readonly string[] {
    return this.wantsPrivate ? [...this.channels, PRIVATE] : this.channels;
  }

  /** The part of `wanted` that this visitor may hear. */
  get permitted(): readonly string[] {
    return this.isAuthorized ? this.wanted : this.channels;
  }

  /**
   * A socket began with the frame `info`: the server sends what waits for an absent user. Returns the
   * server's time, in Unix seconds; 0: not known.
   */
  begin(info: string): number {
    const [message] = this.read(info);
    const time = message?.kind === "info" ? message.time : 0;
    this.queue.begin(time);
    return time;
  }

  /** The messages of the first frame by which the server tells who the visitor is. */
  open(info: string): ServerMessage[] {
    const messages = this.read(info);
    for (const message of messages)
      if (message.kind === "info") this.isAuthorized = message.authorized;
    return messages;
  }

  /**
   * Keeps a message that the leader in this tab has decoded, so that `read` need not do it again.
   */
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

  /**
   * The messages of a frame that this tab wants to hear, and has not heard yet.
   * @param number of its entry.
   */
  hear({ channel, text }: Frame, isEcho: boolean, number = 0): ServerMessage[] {
    if (this._isForOthers(channel)) return [];
    // The leader's standby has to know of it, though no tab wants it.
    if (isEcho && !this.channels.includes(channel)) return [];
    if (!isEcho && this.doubles.take(text, number)) return [];
    return this.read(text).filter((message) => this._isWanted(message));
  }

  private _isForOthers(channel: string): boolean {
    return this._allChannels.has(channel) && !this.channels.includes(channel);
  }

  private _isWanted(message: ServerMessage): boolean {
    if (message.kind !== "channel") return true;
    const { uuid, history, channel, text, time } = message;
    if (this._isForOthers(channel)) return false;
    if (uuid && !this._ids.isNew(uuid)) return false;
    return !history || channel !== PRIVATE || this.queue.isNew(text, time);
  }
}
