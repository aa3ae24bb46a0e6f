import { FENCE } from '../../protocol/commands.js';
import { Rehearsal } from '../handover/rehearsal.js';
import { lastHeard, isMissed, hearAll } from '../coverage.js';
import { areRefused } from '../entries.js';

class HeldConnection {
  constructor(_tab, _leader) {
    this._tab = _tab;
    this._leader = _leader;
    /** How long it took to open for the first time, in milliseconds; `Infinity` until then. */
    this.connectMs = Infinity;
    this._channels = [];
    this._startedAt = 0;
    this._connection = _tab.createConnection(this);
    this._shards = this._initial(0);
    this._rehearsal = new Rehearsal(
      _tab,
      () => this._connection.nodes.length,
      () => this._connection.rejoin(),
      () => this._leader.taker.onDropped()
    );
  }
  /** Whether commands can be written. */
  get isConnected() {
    return this._connection.isConnected;
  }
  /** A copy of the states of the shards. */
  get shards() {
    return [...this._shards];
  }
  /** Until when all that the server sent was read; in milliseconds since 1970. */
  get heardUntil() {
    return this._heardUntil();
  }
  /** Whether it hears all channels while another tab still leads. */
  get isPrepared() {
    return this._isOpen && this._rehearsal.isReady;
  }
  /** Connects while the present leader is about to leave. */
  prepare(channels) {
    this._rehearsal.prepare();
    this.setChannels(channels);
    this._start();
  }
  /** The present leader has passed on this frame. */
  overhear(text, isEcho) {
    this._rehearsal.overhear(text, isEcho);
  }
  /** This tab leads from now on. Returns whether it goes on with what was prepared. */
  begin(channels) {
    const { isPreparing } = this._rehearsal;
    if (isPreparing && !areRefused(this._shards)) return true;
    if (isPreparing) this._renew();
    this.setChannels(channels);
    this._start();
    return false;
  }
  /**
   * Tells the tabs what the prepared connection has heard.
   * @param isGapless whether nothing was missed since the former leader ended.
   */
  takeOver(isGapless) {
    const news = this._rehearsal.lead(isGapless);
    if (this._isOpen) this._tell();
    for (const message of news) this._pass(message);
  }
  /** Connects anew; the new connection has to be told the channels. */
  restart() {
    const until = this.heardUntil;
    this._connection.stop();
    this._renew();
    this._start();
    this._shards = this._initial(until);
    this._tell();
  }
  end() {
    this._rehearsal.end();
    this._connection.stop();
  }
  /** This tab hands over: the server will report that the heir's connection has joined channels. */
  onLeaving() {
    this._rehearsal.onLeaving();
  }
  /** The heir does not lead: the server will report that its connection has left the channels. */
  onStay() {
    this._rehearsal.onStay();
  }
  setChannels(channels) {
    this._channels = channels;
    this._connection.setChannels(channels);
    this._checkList();
  }
  send(sent) {
    this._connection.send(sent);
  }
  /** Calls `onPassed` once everything was read that the server has sent until now. */
  fence(onPassed) {
    if (this.isConnected) this.send({ command: FENCE, onDone: onPassed });
  }
  wake() {
    this._connection.wake();
  }
  onConnect(shard, info) {
    if (this.connectMs === Infinity) this.connectMs = performance.now() - this._startedAt;
    const { inbox } = this._tab;
    const isAuthorized = inbox.read(info).some((one) => one.kind === "info" && one.authorized);
    const isEntitled = isAuthorized || !inbox.isAuthorized;
    if (!isEntitled && this._rehearsal.isPreparing && this._tab.page.onRefusedKey())
      return this._leader.taker.onUnfit();
    this._rehearsal.onConnect(this._isOpen ? void 0 : this.connectMs, isEntitled);
    this._set(shard, { ...this._node(shard), type: "open", info, channels: [] });
    this._checkList();
  }
  onSubscribed(shard, channels) {
    const state = this._shards[shard];
    if (state?.type === "open")
      this._set(shard, { ...state, channels, since: state.since ?? Date.now() });
    this._checkList();
  }
  onMessage(_shard, message) {
    if (this._connection.nodes.length > 1 && this._tab.isOwnPresence(message)) return;
    if (!this._rehearsal.holds(message) && !this._rehearsal.isNoNews(message)) this._pass(message);
  }
  onIgnored(reason) {
    this._tab.page.onMessage({ kind: "ignored", reason });
  }
  onAttempt(shard) {
    const state = this._shards[shard];
    if (state?.type === "lost" && state.retryAt !== void 0)
      this._set(shard, { ...state, retryAt: void 0 });
  }
  onDisconnect(shard, code, retryAt) {
    this._lose(shard, { type: "lost", until: this._heardUntil(shard), code, retryAt });
  }
  onFatal(shard, { message: text, value }) {
    this._lose(shard, { type: "refused", until: this._heardUntil(shard), text, value });
  }
  onUnneeded(shard) {
    this._set(shard, { ...this._node(shard), type: "unneeded", until: this._heardUntil(shard) });
  }
  get _isOpen() {
    return this._shards.some(({ type }) => type === "open");
  }
  _heardUntil(shard) {
    return Date.now() - Math.max(this._connection.silence(shard), this._leader.lag);
  }
  _node(shard) {
    return { node: this._connection.nodeOf(shard) };
  }
  _initial(until) {
    return this._connection.nodes.map((node) => ({ type: "connecting", node, until }));
  }
  _pass(message) {
    this._tab.inbox.remember(message);
    const { channel, text } = message;
    this._leader.emit({ type: "frame", channel, text });
  }
  _renew() {
    this._rehearsal.end();
    this._connection = this._tab.createConnection(this);
  }
  _start() {
    this.connectMs = Infinity;
    this._startedAt = performance.now();
    this._connection.start();
  }
  /** The shard has ended: what it was prepared for may have to begin anew. */
  _lose(shard, condition) {
    const before = this._shards[shard];
    const state = { ...this._node(shard), ...condition, ...lastHeard(before) };
    const isLoss = isMissed(this._shards, shard, state) && !this._rehearsal.isPreparing;
    if (isLoss && this._leader.onLosing()) return;
    this._set(shard, state);
    if (before?.type === "open") this._rehearsal.onLost(this._isOpen);
    this._checkList();
  }
  _set(shard, state) {
    for (let other = this._shards.length; other < shard; other++)
      this._shards.push({ ...this._node(other), type: "unneeded", until: 0 });
    this._shards[shard] = state;
    this._tell(shard);
  }
  _tell(changed) {
    this._leader.emit({ type: "shards", shards: this.shards, changed });
  }
  /** A prepared connection is ready once it hears the channels of all tabs, on all nodes it can. */
  _checkList() {
    const isSettled = this._shards.length >= this._connection.size && this._shards.every(({ type }) => type !== "connecting");
    const { length } = this._connection.nodes;
    const isListed = this._isOpen && hearAll(this._shards, length, this._channels);
    if (this._rehearsal.onList(isSettled && isListed)) this._leader.taker.onPrepared();
  }
}

export { HeldConnection };
//# sourceMappingURL=held-connection.js.map
