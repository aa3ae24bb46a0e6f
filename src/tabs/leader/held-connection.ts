import type { CometError } from "../../api/errors";
import type { Connection, ConnectionListener, Sent } from "../../connection/connection";
import { FENCE } from "../../protocol/commands";
import type { FrameMessage } from "../../protocol/messages";
import { Rehearsal } from "../handover/rehearsal";
import { hearAll, isMissed, lastHeard } from "../coverage";
import { areRefused, type LostShard, type ShardState, type ShardStates } from "../entries";
import type { Tab } from "../tab";
import type { Leader } from "./leader";

/**
 * The leader's connection: the states of its shards, and the hand-over from the former leader's.
 */
export class HeldConnection implements ConnectionListener {
  /** How long it took to open for the first time, in milliseconds; `Infinity` until then. */
  connectMs = Infinity;
  private _connection: Connection;
  private _shards: ShardState[];
  private _channels: readonly string[] = [];
  private _startedAt = 0;
  private readonly _rehearsal: Rehearsal;

  constructor(
    private readonly _tab: Tab,
    private readonly _leader: Pick<Leader, "lag" | "emit" | "taker" | "onLosing">,
  ) {
    this._connection = _tab.createConnection(this);
    this._shards = this._initial(0);
    this._rehearsal = new Rehearsal(
      _tab,
      () => this._connection.nodes.length,
      () => this._connection.rejoin(),
      () => this._leader.taker.onDropped(),
    );
  }

  /** Whether commands can be written. */
  get isConnected(): boolean {
    return this._connection.isConnected;
  }

  /** A copy of the states of the shards. */
  get shards(): ShardStates {
    return [...this._shards];
  }

  /** Until when all that the server sent was read; in milliseconds since 1970. */
  get heardUntil(): number {
    return this._heardUntil();
  }

  /** Whether it hears all channels while another tab still leads. */
  get isPrepared(): boolean {
    return this._isOpen && this._rehearsal.isReady;
  }

  /** Connects while the present leader is about to leave. */
  prepare(channels: readonly string[]): void {
    this._rehearsal.prepare();
    this.setChannels(channels);
    this._start();
  }

  /** The present leader has passed on this frame. */
  overhear(text: string, isEcho: boolean): void {
    this._rehearsal.overhear(text, isEcho);
  }

  /** This tab leads from now on. Returns whether it goes on with what was prepared. */
  begin(channels: readonly string[]): boolean {
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
  takeOver(isGapless: boolean): void {
    const news = this._rehearsal.lead(isGapless);
    if (this._isOpen) this._tell();
    for (const message of news) this._pass(message);
  }

  /** Connects anew; the new connection has to be told the channels. */
  restart(): void {
    const until = this.heardUntil;
    this._connection.stop();
    this._renew();
    this._start();
    this._shards = this._initial(until);
    this._tell();
  }

  end(): void {
    this._rehearsal.end();
    this._connection.stop();
  }

  /** This tab hands over: the server will report that the heir's connection has joined channels. */
  onLeaving(): void {
    this._rehearsal.onLeaving();
  }

  /** The heir does not lead: the server will report that its connection has left the channels. */
  onStay(): void {
    this._rehearsal.onStay();
  }

  setChannels(channels: readonly string[]): void {
    this._channels = channels;
    this._connection.setChannels(channels);
    this._checkList();
  }

  send(sent: Sent): void {
    this._connection.send(sent);
  }

  /** Calls `onPassed` once everything was read that the server has sent until now. */
  fence(onPassed: () => void): void {
    if (this.isConnected) this.send({ command: FENCE, onDone: onPassed });
  }

  wake(): void {
    this._connection.wake();
  }

  onConnect(shard: number, info: string): void {
    if (this.connectMs === Infinity) this.connectMs = performance.now() - this._startedAt;
    const { inbox } = this._tab;
    const isAuthorized = inbox.read(info).some((one) => one.kind === "info" && one.authorized);
    const isEntitled = isAuthorized || !inbox.isAuthorized;
    if (!isEntitled && this._rehearsal.isPreparing && this._tab.page.onRefusedKey())
      return this._leader.taker.onUnfit();
    this._rehearsal.onConnect(this._isOpen ? undefined : this.connectMs, isEntitled);
    this._set(shard, { ...this._node(shard), type: "open", info, channels: [] });
    this._checkList();
  }

  onSubscribed(shard: number, channels: readonly string[]): void {
    const state = this._shards[shard];
    if (state?.type === "open")
      this._set(shard, { ...state, channels, since: state.since ?? Date.now() });
    this._checkList();
  }

  onMessage(_shard: number, message: FrameMessage): void {
    // One node tells that this browser has joined another one.
    if (this._connection.nodes.length > 1 && this._tab.isOwnPresence(message)) return;
    if (!this._rehearsal.holds(message) && !this._rehearsal.isNoNews(message)) this._pass(message);
  }

  onIgnored(reason: string): void {
    this._tab.page.onMessage({ kind: "ignored", reason });
  }

  onAttempt(shard: number): void {
    const state = this._shards[shard];
    if (state?.type === "lost" && state.retryAt !== undefined)
      this._set(shard, { ...state, retryAt: undefined });
  }

  onDisconnect(shard: number, code: number, retryAt: number): void {
    this._lose(shard, { type: "lost", until: this._heardUntil(shard), code, retryAt });
  }

  onFatal(shard: number, { message: text, value }: CometError): void {
    this._lose(shard, { type: "refused", until: this._heardUntil(shard), text, value });
  }

  onUnneeded(shard: number): void {
    this._set(shard, { ...this._node(shard), type: "unneeded", until: this._heardUntil(shard) });
  }

  private get _isOpen(): boolean {
    return this._shards.some(({ type }) => type === "open");
  }

  private _heardUntil(shard?: number): number {
    return Date.now() - Math.max(this._connection.silence(shard), this._leader.lag);
  }

  private _node(shard: number): { node: string } {
    return { node: this._connection.nodeOf(shard) };
  }

  private _initial(until: number): ShardState[] {
    return this._connection.nodes.map((node) => ({ type: "connecting", node, until }));
  }

  private _pass(message: FrameMessage): void {
    // So that the follower of this tab need not decode it again.
    this._tab.inbox.remember(message);
    const { channel, text } = message;
    this._leader.emit({ type: "frame", channel, text });
  }

  private _renew(): void {
    this._rehearsal.end();
    this._connection = this._tab.createConnection(this);
  }

  private _start(): void {
    this.connectMs = Infinity;
    this._startedAt = performance.now();
    this._connection.start();
  }

  /** The shard has ended: what it was prepared for may have to begin anew. */
  private _lose(shard: number, condition: LostShard): void {
    const before = this._shards[shard];
    const state = { ...this._node(shard), ...condition, ...lastHeard(before) };
    const isLoss = isMissed(this._shards, shard, state) && !this._rehearsal.isPreparing;
    if (isLoss && this._leader.onLosing()) return;
    this._set(shard, state);
    if (before?.type === "open") this._rehearsal.onLost(this._isOpen);
    this._checkList();
  }

  private _set(shard: number, state: ShardState): void {
    for (let other = this._shards.length; other < shard; other++)
      this._shards.push({ ...this._node(other), type: "unneeded", until: 0 });
    this._shards[shard] = state;
    this._tell(shard);
  }

  private _tell(changed?: number): void {
    this._leader.emit({ type: "shards", shards: this.shards, changed });
  }

  /** A prepared connection is ready once it hears the channels of all tabs, on all nodes it can. */
  private _checkList(): void {
    const isSettled =
      this._shards.length >= this._connection.size &&
      this._shards.every(({ type }) => type !== "connecting");
    const { length } = this._connection.nodes;
    const isListed = this._isOpen && hearAll(this._shards, length, this._channels);
    if (this._rehearsal.onList(isSettled && isListed)) this._leader.taker.onPrepared();
  }
}
