import { CometError } from '../../api/errors.js';
import { heardUntil } from '../coverage.js';
import { areRefused } from '../entries.js';
import { PRIVATE } from './inbox.js';
import { isOpen, stateOf, heardBy, refusalOf, lackOf, nodeState, describe } from './shard-states.js';
import { Unreached } from './unreached.js';

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
    /** The shards as they were told last. */
    this._shards = [];
    /** The state that the page was told last. */
    this._told = { type: "connecting" };
    /** The first frame that the page was told last. */
    this._info = "";
    /** Until when the connection was heard, in milliseconds since 1970. */
    this._heardAt = 0;
    this._unreached = new Unreached();
  }
  get isConnected() {
    return this._state === "connected";
  }
  /** The leader has heard the server until `at` (milliseconds since 1970). */
  heard(at) {
    this._heardAt = Math.min(at, Date.now());
  }
  /** Messages after `at` (milliseconds since 1970) may be missing. */
  missSince(at) {
    this._heardAt = Math.min(this._heardAt, at);
  }
  /** The tab goes on from here: only a connection that is open or refused is news for the page. */
  join(shards) {
    if (shards.some(isOpen) || areRefused(shards)) this.take(shards);
    else {
      this._keep(shards);
      this._tell(stateOf(shards));
    }
  }
  /** A stray `bye` may have made this tab drop a live leader: restores the connection. */
  confirm(shards) {
    if (!this.isConnected && shards.some(isOpen)) this.take(shards);
    else if (this.isConnected) this._tab.recovery.hear(heardBy(shards));
  }
  /**
   * The shards, as the leader tells them.
   * @param changed the one that has changed; absent: they may all be new.
   */
  take(shards, changed) {
    if (this._state === "over") return;
    const before = this._shards;
    this._keep(shards);
    this._tellNodes(before);
    const first = shards.find(isOpen);
    if (!this._isCurrent(shards)) return;
    const unreached = this._unreached.take(before, shards, changed, this._tab.inbox.channels);
    if (this.isConnected) this._miss(before, shards, changed);
    if (!first) return this._close(shards[changed ?? (areRefused(shards) ? 0 : -1)]);
    const isAnew = changed === void 0;
    this._begin(isAnew ? [] : before, shards);
    this._open(first, isAnew);
    if (!this._isCurrent(shards)) return;
    const { inbox, gaps, page, recovery } = this._tab;
    const channels = heardBy(shards);
    const state = changed === void 0 ? void 0 : shards[changed];
    const isUsed = shards.some((one) => isOpen(one) && one.node === state?.node);
    if (state?.type === "refused" && isUsed)
      page.onMessage({ kind: "ignored", reason: refusalOf(state) });
    recovery.hear(channels);
    page.onHeard(channels, lackOf(shards, channels));
    for (const reason of [inbox.joined(channels), unreached])
      if (reason) page.onMessage({ kind: "ignored", reason });
    gaps.end(inbox.isAuthorized ? [...channels, PRIVATE] : channels, inbox.wanted);
  }
  /** No leader is known any more that holds the connection. */
  lose() {
    const wasConnected = this._disconnect(this._heardAt);
    this._tell({ type: "connecting" });
    if (wasConnected) this._tab.page.onDisconnect(1006);
  }
  /** The tab leaves. Returns the function that tells the page. */
  end() {
    const wasConnected = this._disconnect(this._heardAt);
    this._state = "over";
    return () => {
      this._tell({ type: "connecting" });
      if (wasConnected) this._tab.page.onDisconnect(1e3);
    };
  }
  _keep(shards) {
    this._shards = shards;
    this._tab.inbox.doubles.nodes = new Set(shards.map(({ node }) => node)).size;
  }
  /** Each new socket may bring again what waited for an absent user. */
  _begin(before, now) {
    const { inbox, recovery } = this._tab;
    for (const [index, state] of now.entries()) {
      const known = before[index];
      const isKnown = known && isOpen(known) && this.isConnected;
      if (isOpen(state) && !isKnown) recovery.clock.begin(inbox.begin(state.info));
    }
  }
  /**
   * Channels that were heard are not, or were not for a time: their shard is lost, or those of other tabs
   * took their room.
   */
  _miss(before, now, changed) {
    const heard = new Set(heardBy(now));
    for (const [shard, state] of before.entries()) {
      if (!isOpen(state)) continue;
      const after = now[shard];
      const isLost = after !== void 0 && !isOpen(after);
      const isSure = !isLost || shard !== changed;
      for (const channel of this._tab.inbox.channels) {
        if (!state.channels.includes(channel) || isSure && heard.has(channel)) continue;
        const until = isLost ? heardUntil(now, shard, channel) : this._heardAt;
        if (until < Infinity) this._missFrom([channel], Math.min(until, Date.now()));
      }
    }
  }
  /** The page is told the first frame of the first open shard, unless it knows it already. */
  _open({ info }, isAnew) {
    const shards = this._shards;
    const wasConnected = this.isConnected;
    if (wasConnected && !isAnew && info === this._info) return;
    this._info = info;
    const { inbox, page } = this._tab;
    for (const message of inbox.open(info)) page.onMessage(message);
    if (!this._isCurrent(shards)) return;
    this._state = "connected";
    this._onOpen();
    this._tell({ type: "connected" });
    if (!wasConnected && this._isCurrent(shards)) page.onConnect();
  }
  _close(changed) {
    const wasConnected = this._disconnect(Math.min(this._silentSince(), Date.now()));
    this._onClosed();
    const { page } = this._tab;
    const isOver = changed?.type === "refused" && areRefused(this._shards);
    if (isOver) this._tab.recovery.giveUp();
    this._tell(stateOf(this._shards));
    if (isOver) page.onFatal(new CometError("fatal", changed.text, changed.value));
    const first = this._shards.find(({ type }) => type === "lost") ?? changed;
    const isFailure = (changed?.type === "refused" || changed?.type === "lost" && changed.retryAt !== void 0) && changed === first && !this._shards.some(({ type }) => type === "connecting");
    if (wasConnected || isFailure)
      page.onDisconnect(changed?.type === "lost" ? changed.code : 1e3);
  }
  /** When the first of the shards was heard last. */
  _silentSince() {
    const times = this._shards.map((state) => isOpen(state) ? Date.now() : state.until);
    return Math.max(0, ...times);
  }
  _tellNodes(before) {
    for (const node of new Set(this._shards.map((state) => state.node))) {
      const now = nodeState(this._shards, node);
      const was = nodeState(before, node);
      if (now && now.type !== was?.type) this._tab.page.onNode(describe(now));
    }
  }
  _isCurrent(shards) {
    return this._state !== "over" && this._shards === shards;
  }
  _disconnect(at) {
    const wasConnected = this.isConnected;
    if (this._state !== "over") this._state = "disconnected";
    if (!wasConnected) return false;
    this._missFrom(this._tab.inbox.permitted, at);
    return true;
  }
  _tell(state) {
    if (JSON.stringify(state) === JSON.stringify(this._told)) return;
    this._told = state;
    this._tab.page.onState(state);
  }
  _missFrom(channels, at) {
    this._tab.gaps.begin(channels, at);
    this._tab.recovery.interrupt(channels);
  }
}

export { ConnectionView };
//# sourceMappingURL=connection-view.js.map
