import { decodeFrame } from '../../protocol/messages.js';
import { MAX_CHANNELS } from '../../protocol/limits.js';
import { RecentIds } from '../../platform/recent-ids.js';
import { Doubles } from './doubles.js';
import { QueueMemory } from './queue-memory.js';

const PRIVATE = "msg";
const NO_ROOM = `over ${MAX_CHANNELS} channels in all tabs`;
class Inbox {
  /** @param isShared whether other tabs, or later pages, have to know what this one has heard. */
  constructor(isShared) {
    /** The channels that this tab wants to hear. */
    this.channels = [];
    /** Whether it wants to hear private messages. */
    this.wantsPrivate = false;
    /** Whether the server sends private messages to this visitor. */
    this.isAuthorized = false;
    this.doubles = new Doubles((text) => {
      const [message] = this.read(text);
      return message?.kind === "channel" ? message : void 0;
    });
    /** The channels of all tabs. Messages on other channels are unsolicited: every tab gets them. */
    this._allChannels = /* @__PURE__ */ new Set();
    /** The channels of this tab for which the connection has no room, as a developer was told. */
    this._unheard = "";
    this._legacy = false;
    this._ids = new RecentIds();
    this.queue = new QueueMemory(isShared);
  }
  /**
   * The list `allChannels` is in force on the server. Returns, once, what to tell a developer if
   * there was no room for some channels of this tab.
   */
  joined(allChannels) {
    if (allChannels.length) this._allChannels = new Set(allChannels);
    if (allChannels.length < MAX_CHANNELS) return void 0;
    const unheard = this.channels.filter((channel) => !allChannels.includes(channel)).join();
    const isNews = unheard && unheard !== this._unheard;
    this._unheard = unheard;
    return isNews ? `${NO_ROOM}; not heard: ${unheard}` : void 0;
  }
  /** All that this tab wants to hear. */
  get wanted() {
    return this.wantsPrivate ? [...this.channels, PRIVATE] : this.channels;
  }
  /** The part of `wanted` that this visitor may hear. */
  get permitted() {
    return this.isAuthorized ? this.wanted : this.channels;
  }
  /**
   * A socket began with the frame `info`: the server sends what waits for an absent user. Returns the
   * server's time, in Unix seconds; 0: not known.
   */
  begin(info) {
    const [message] = this.read(info);
    const time = message?.kind === "info" ? message.time : 0;
    this.queue.begin(time);
    return time;
  }
  /** The messages of the first frame by which the server tells who the visitor is. */
  open(info) {
    const messages = this.read(info);
    for (const message of messages)
      if (message.kind === "info") this.isAuthorized = message.authorized;
    return messages;
  }
  /**
   * Keeps a message that the leader in this tab has decoded, so that `read` need not do it again.
   */
  remember(message) {
    this._read = message;
  }
  /** The messages of a frame. */
  read(text) {
    if (this._read?.text === text) return [this._read];
    const messages = decodeFrame(text, { legacy: this._legacy, channels: () => this.channels });
    for (const message of messages) if (message.kind === "info") this._legacy = message.legacy;
    return messages;
  }
  /**
   * The messages of a frame that this tab wants to hear, and has not heard yet.
   * @param number of its entry.
   */
  hear({ channel, text }, isEcho, number = 0) {
    if (this._isForOthers(channel)) return [];
    if (isEcho && !this.channels.includes(channel)) return [];
    if (!isEcho && this.doubles.take(text, number)) return [];
    return this.read(text).filter((message) => this._isWanted(message));
  }
  _isForOthers(channel) {
    return this._allChannels.has(channel) && !this.channels.includes(channel);
  }
  _isWanted(message) {
    if (message.kind !== "channel") return true;
    const { uuid, history, channel, text, time } = message;
    if (this._isForOthers(channel)) return false;
    if (uuid && !this._ids.isNew(uuid)) return false;
    return !history || channel !== PRIVATE || this.queue.isNew(text, time);
  }
}

export { Inbox, NO_ROOM, PRIVATE };
//# sourceMappingURL=inbox.js.map
