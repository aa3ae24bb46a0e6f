import { FENCE, listText } from '../../protocol/commands.js';
import { Rehearsal } from '../handover/rehearsal.js';

class HeldConnection {
  constructor(_tab, _leader) {
    this._tab = _tab;
    this._leader = _leader;
    /** How long it took to open for the first time, in milliseconds; `Infinity` until then. */
    this.connectMs = Infinity;
    this.shards = [{ type: "connecting", until: 0 }];
    this._channels = [];
    /** The list that is in force on the server; an empty one is from the beginning. */
    this._listed = [];
    this._startedAt = 0;
    this._connection = _tab.createConnection(this);
    this._rehearsal = new Rehearsal(_tab, () => this._connection.rejoin());
  }
  /** Whether commands can be written. */
  get isConnected() {
    return this._connection.isConnected;
  }
  /** Until when all that the server sent was read; in milliseconds since 1970. */
  get heardUntil() {
    return Date.now() - Math.max(this._connection.silence, this._leader.lag);
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
  overhear(text) {
    this._rehearsal.overhear(text);
  }
  /** This tab leads from now on. Returns whether it goes on with what was prepared. */
  begin() {
    const { isPreparing } = this._rehearsal;
    if (isPreparing && this.shards[0]?.type !== "refused") return true;
    if (isPreparing) this._renew();
    this._start();
    return false;
  }
  /**
   * Tells the tabs what the prepared connection has heard.
   * @param isGapless whether nothing was missed since the former leader ended.
   */
  takeOver(isGapless) {
    const news = this._rehearsal.lead(isGapless);
    if (this._isOpen) this._tell(0);
    for (const message of news) this._pass(message);
  }
  /** Connects anew; the new connection has to be told the channels. */
  restart() {
    const until = this.heardUntil;
    this._connection.stop();
    this._renew();
    this._start();
    this._set(0, { type: "connecting", until });
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
    this._rehearsal.onConnect(this.connectMs, isAuthorized || !inbox.isAuthorized);
    this._set(shard, { type: "open", info, channels: [] });
    this._checkList();
  }
  onSubscribed(shard, channels) {
    const state = this.shards[shard];
    this._listed = channels;
    if (state?.type === "open") this._set(shard, { ...state, channels });
    this._checkList();
  }
  onMessage(_shard, message) {
    if (!this._rehearsal.holds(message) && !this._rehearsal.isNoNews(message)) this._pass(message);
  }
  onIgnored(reason) {
    this._tab.page.onMessage({ kind: "ignored", reason });
  }
  onDisconnect(shard, code) {
    this._set(shard, { type: "lost", until: this.heardUntil, code });
  }
  onFatal(shard, { message, value }) {
    this._set(shard, { type: "refused", until: this.heardUntil, text: message, value });
  }
  get _isOpen() {
    return this.shards[0]?.type === "open";
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
  _set(shard, state) {
    this.shards[shard] = state;
    if (state.type !== "open") {
      this._listed = [];
      this._rehearsal.onLost();
      this._leader.onLost();
    }
    this._tell(shard);
  }
  _tell(shard) {
    const state = this.shards[shard];
    if (state) this._leader.emit({ type: "shard", shard, state });
  }
  /** A prepared connection is ready once it hears the channels of all tabs. */
  _checkList() {
    const isListed = listText(this._channels) === listText(this._listed);
    if (this._rehearsal.onList(isListed)) this._leader.onPrepared();
  }
}

export { HeldConnection };
//# sourceMappingURL=held-connection.js.map
