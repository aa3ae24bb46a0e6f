import { CometError } from '../../api/errors.js';
import { PRIVATE } from './inbox.js';

class ConnectionView {
  /**
   * @param _onOpen called when commands can be sent.
   * @param _onClosed called when the connection has ended, before the page is told.
   */
  constructor(_tab, _onOpen, _onClosed) {
    this._tab = _tab;
    this._onOpen = _onOpen;
    this._onClosed = _onClosed;
    this._state = "disconnected";
    /** Until when the connection was heard, in milliseconds since 1970. */
    this._heardAt = 0;
  }
  get isConnected() {
    return this._state === "connected" || this._state === "changing";
  }
  /** The leader has heard the server until `at` (milliseconds since 1970). */
  heard(at) {
    this._heardAt = Math.min(at, Date.now());
  }
  /** Messages after `at` (milliseconds since 1970) may be missing. */
  missSince(at) {
    this._heardAt = Math.min(this._heardAt, at);
  }
  /** Another connection takes over without a gap. */
  change() {
    if (this._state === "connected") this._state = "changing";
  }
  /** The tab goes on from here: only a shard that is open or refused is news for the page. */
  join(shards) {
    for (const [shard, state] of shards.entries())
      if (state.type === "open" || state.type === "refused") this.take(shard, state);
  }
  /** A stray `bye` may have made this tab drop a live leader: restores the connection. */
  confirm(shards) {
    if (!this.isConnected) this.join(shards.filter(({ type }) => type === "open"));
  }
  /** The state of a shard, as the leader tells it. */
  take(_shard, state) {
    if (this._state === "over") return;
    const before = this._told;
    this._told = state;
    if (state.type !== "open") return this._close(state);
    if (this._state === "connected" && before?.type === "open") this._miss(before, state);
    if (this._state !== "connected") this._open(state);
    if (!this._isCurrent(state)) return;
    const { inbox, gaps, page } = this._tab;
    const unheard = inbox.joined(state.channels);
    if (unheard) page.onMessage({ kind: "ignored", reason: unheard });
    gaps.end(inbox.isAuthorized ? [...state.channels, PRIVATE] : state.channels, inbox.wanted);
  }
  /** Channels of other tabs may have taken the room of this tab's. */
  _miss(before, now) {
    const { gaps, inbox } = this._tab;
    const isMissed = (channel) => before.channels.includes(channel) && !now.channels.includes(channel);
    gaps.begin(inbox.channels.filter(isMissed), this._heardAt);
  }
  /** No leader is known any more that holds the connection. */
  lose() {
    if (this._disconnect(this._heardAt)) this._tab.page.onDisconnect(1006);
  }
  /** The tab leaves. Returns the function that tells the page. */
  end() {
    const wasConnected = this._disconnect(this._heardAt);
    this._state = "over";
    return () => wasConnected && this._tab.page.onDisconnect(1e3);
  }
  _open(state) {
    const wasConnected = this.isConnected;
    const { inbox, page } = this._tab;
    if (wasConnected) this._state = "connected";
    for (const message of inbox.open(state.info)) page.onMessage(message);
    if (!this._isCurrent(state)) return;
    this._state = "connected";
    this._onOpen();
    if (!wasConnected) page.onConnect();
  }
  _close(state) {
    const wasConnected = this._disconnect(Math.min(state.until, Date.now()));
    this._onClosed();
    const { page } = this._tab;
    if (state.type === "refused") page.onFatal(new CometError("fatal", state.text, state.value));
    if (wasConnected || state.type !== "connecting")
      page.onDisconnect(state.type === "lost" ? state.code : 1e3);
  }
  _isCurrent(state) {
    return this._state !== "over" && this._told === state;
  }
  _disconnect(at) {
    const wasConnected = this.isConnected;
    if (this._state !== "over") this._state = "disconnected";
    if (wasConnected) this._tab.gaps.begin(this._tab.inbox.permitted, at);
    return wasConnected;
  }
}

export { ConnectionView };
//# sourceMappingURL=connection-view.js.map
