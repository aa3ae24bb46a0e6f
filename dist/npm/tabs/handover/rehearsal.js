import { Overlap } from './overlap.js';

const MAX_HELD = 5e3;
const WATCH_MS = 1e4;
const REJOIN_MS = 50;
class Rehearsal {
  constructor(_owner) {
    this._owner = _owner;
    this._state = { step: "none" };
    this._overlap = new Overlap();
    this._watchesUntil = -Infinity;
  }
  prepare() {
    this._state = { step: "preparing", held: [], isListed: false, isFit: false };
    this._overlap.open();
  }
  get isPreparing() {
    return this._state.step === "preparing";
  }
  /** Whether the connection hears all that the leader's does. */
  get isReady() {
    const state = this._state;
    return state.step === "preparing" && state.isListed && state.isFit;
  }
  /**
   * The connection stands.
   * @param connectMs how long that took.
   * @param isFit whether the visitor may hear by it what he hears by the leader's.
   */
  onConnect(connectMs, isFit) {
    this._overlap.begin(connectMs);
    if (this._state.step === "preparing") this._state.isFit = isFit;
  }
  /** @param isListed whether it hears the channels of all tabs. Returns whether it is ready. */
  onList(isListed) {
    if (this._state.step === "preparing") this._state.isListed = isListed;
    return this.isReady;
  }
  /** The heir does not lead: its connection ends, and the server tells others of that. */
  onStay() {
    this._watchesUntil = performance.now() + WATCH_MS;
  }
  /** The connection is lost: what it heard, the leader has heard. */
  onLost() {
    if (this.isPreparing) this.prepare();
  }
  /** The leader has heard a frame. */
  overhear(text) {
    if (!this.isPreparing) return;
    for (const message of this._owner.read(text)) this._overlap.note(message);
  }
  /** Keeps a frame for later. Returns whether it is too early for it. */
  holds(text) {
    if (this._state.step !== "preparing") return false;
    if (this._state.held.push(text) > MAX_HELD) this.onLost();
    return true;
  }
  /**
   * This tab leads. Returns what the connection has heard and the former leader did not pass on.
   * @param goesOn without a break. Else the former leader may have been cut off for a while, which was
   * announced as a gap: what it missed before the last that it passed on would be out of order now.
   */
  lead(goesOn) {
    const held = this._state.step === "preparing" ? this._state.held : [];
    this._state = { step: "leading" };
    this._watchesUntil = performance.now() + WATCH_MS;
    this._overlap.close();
    const news = held.map((text) => !this.isNoNews(text, false));
    const start = goesOn ? 0 : news.lastIndexOf(false) + 1;
    return held.filter((_, index) => news[index] && index >= start);
  }
  /**
   * Whether a frame is none for the tabs: the former leader has passed it on, or it tells what the
   * change of connections looks like.
   * @param isLeaving this tab hands its connection over.
   */
  isNoNews(text, isLeaving) {
    if (!isLeaving && performance.now() > this._watchesUntil) return false;
    return this._owner.read(text).some((message) => this._isOwn(message, isLeaving) || this._overlap.isDouble(message));
  }
  end() {
    clearTimeout(this._timer);
    this._state = { step: "none" };
  }
  _isOwn(message, isLeaving) {
    if (!this._owner.isOwnPresence(message)) return false;
    if (!isLeaving && "channel" in message && message.event === "unsubscription") {
      clearTimeout(this._timer);
      this._timer = setTimeout(() => this._owner.rejoin(), REJOIN_MS);
    }
    return true;
  }
}

export { Rehearsal };
//# sourceMappingURL=rehearsal.js.map
