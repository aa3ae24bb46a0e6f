import { contentOf } from '../../protocol/identity.js';
import { Overlap } from './overlap.js';

const MAX_HELD = 5e3;
const KEEP_MS = 3e4;
const WATCH_MS = 1e4;
const REJOIN_MS = 50;
class Rehearsal {
  /**
   * @param nodes how many nodes the connection leads to.
   * @param _rejoin has the server tell others that this browser is in its channels.
   * @param _onDropped told that messages were dropped which the leader may not have read yet.
   */
  constructor(_tab, nodes, _rejoin, _onDropped) {
    this._tab = _tab;
    this._rejoin = _rejoin;
    this._onDropped = _onDropped;
    this._state = { step: "none" };
    this._overlap = new Overlap(nodes);
  }
  prepare() {
    const heard = { held: [], older: 0 };
    this._state = {
      step: "preparing",
      isListed: false,
      isEntitled: false,
      wasReady: false,
      ...heard
    };
    this._overlap.open();
  }
  get isPreparing() {
    return this._state.step === "preparing";
  }
  /** Whether the connection hears all that the leader's does. */
  get isReady() {
    const state = this._state;
    return state.step === "preparing" && state.isListed && state.isEntitled;
  }
  /**
   * The connection is open.
   * @param connectMs how long that took, in milliseconds; absent if another shard was open before.
   * @param isEntitled whether it may hear what the leader's may (private messages, say).
   */
  onConnect(connectMs, isEntitled) {
    if (connectMs !== void 0) this._overlap.begin(connectMs);
    if (this._state.step === "preparing") this._state.isEntitled = isEntitled;
  }
  /** @param isListed whether it hears the channels of all tabs. Returns whether it is ready since now. */
  onList(isListed) {
    const state = this._state;
    if (state.step !== "preparing") return false;
    const { wasReady } = state;
    state.isListed = isListed;
    state.wasReady = this.isReady;
    return state.wasReady && !wasReady;
  }
  onLeaving() {
    this._state = { step: "leaving" };
  }
  /** The heir does not lead: the server will report that its connection has left the channels. */
  onStay() {
    this._state = { step: "watching", until: performance.now() + WATCH_MS };
  }
  /**
   * The prepared connection has lost a shard. It drops what it has heard: it is to be ready once more,
   * and the leader has read all of that by then.
   * @param isOpen whether another shard is open.
   */
  onLost(isOpen) {
    if (this._state.step !== "preparing") return;
    const isEntitled = isOpen && this._state.isEntitled;
    this.prepare();
    this._state.isEntitled = isEntitled;
  }
  /** The leader has passed a frame on. @param isEcho whether a tab of this browser has published it. */
  overhear(text, isEcho) {
    const state = this._state;
    if (state.step !== "preparing") return;
    for (const message of this._tab.inbox.read(text)) {
      const index = "channel" in message ? this._overlap.find(state.held, message, isEcho) : -1;
      if (index < 0) this._overlap.note(message, isEcho);
      else {
        state.held.splice(index, 1);
        state.older = Math.max(state.older - 1, index);
      }
    }
    const since = performance.now() - KEEP_MS;
    const kept = state.held.findIndex(({ at }) => at > since);
    const old = kept < 0 ? state.held.length : kept;
    state.held.splice(0, old);
    state.older = Math.max(state.older - old, 0);
  }
  /** Holds a message if this tab does not lead yet. Returns whether it does. */
  holds(message) {
    const state = this._state;
    if (state.step !== "preparing") return false;
    if (this._overlap.isDouble(message)) state.older = state.held.length;
    else state.held.push({ message, content: contentOf(message), at: performance.now() });
    if (state.held.length > MAX_HELD) {
      [state.held, state.older] = [[], 0];
      if (this.isReady) this._onDropped();
    }
    return true;
  }
  /**
   * This tab leads. Returns what the connection has heard and the former leader did not pass on.
   * @param goesOn whether there was no gap. After a gap, which is announced, the former leader may
   * have missed messages; those older than the last one that it passed on would come out of order,
   * and are dropped.
   */
  lead(goesOn) {
    const { held, older } = this._state.step === "preparing" ? this._state : { held: [], older: 0 };
    this._state = { step: "watching", until: performance.now() + WATCH_MS };
    this._overlap.close();
    const news = held.map(({ message }) => !this.isNoNews(message));
    const start = goesOn ? 0 : Math.max(older, news.lastIndexOf(false) + 1);
    return held.filter((_, index) => news[index] && index >= start).map(({ message }) => message);
  }
  /**
   * Whether the tabs must not get a message: the former leader has passed it on, or it tells that
   * this browser has joined or left a channel, which only shows the change of connections.
   */
  isNoNews(message) {
    const state = this._state;
    const isWatching = state.step === "watching" && performance.now() <= state.until;
    if (!isWatching && state.step !== "leaving") return false;
    return this._isOwn(message) || this._overlap.isDouble(message);
  }
  end() {
    clearTimeout(this._timer);
    this._state = { step: "none" };
  }
  _isOwn(message) {
    if (!this._tab.isOwnPresence(message)) return false;
    if (message.event === "unsubscription") {
      clearTimeout(this._timer);
      this._timer = setTimeout(() => this._rejoin(), REJOIN_MS);
    }
    return true;
  }
}

export { Rehearsal };
//# sourceMappingURL=rehearsal.js.map
