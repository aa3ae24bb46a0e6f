import type { CometError } from "../../api/errors";
import type { Connection, ConnectionListener, Sent } from "../../connection/connection";
import { FENCE, listText } from "../../protocol/commands";
import type { FrameMessage } from "../../protocol/messages";
import { Rehearsal } from "../handover/rehearsal";
import type { ShardState } from "../messages";
import type { Tab } from "../tab";
import type { Leader } from "./leader";

/**
 * The leader's connection: the states of its shards, and the hand-over from the former leader's.
 */
export class HeldConnection implements ConnectionListener {
  /** How long it took to open for the first time, in milliseconds; `Infinity` until then. */
  connectMs = Infinity;
  readonly shards: ShardState[] = [{ type: "connecting", until: 0 }];

  private _connection: Connection;
  private _channels: readonly string[] = [];
  /** The list that is in force on the server; an empty one is from the beginning. */
  private _listed: readonly string[] = [];
  private _startedAt = 0;
  private readonly _rehearsal: Rehearsal;

  constructor(
    private readonly _tab: Tab,
    private readonly _leader: Pick<Leader, "lag" | "emit" | "onLost" | "onPrepared">,
  ) {
    this._connection = _tab.createConnection(this);
    this._rehearsal = new Rehearsal(_tab, () => this._connection.rejoin());
  }

  /** Whether commands can be written. */
  get isConnected(): boolean {
    return this._connection.isConnected;
  }

  /** Until when all that the server sent was read; in milliseconds since 1970. */
  get heardUntil(): number {
    return Date.now() - Math.max(this._connection.silence, this._leader.lag);
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
  overhear(text: string): void {
    this._rehearsal.overhear(text);
  }

  /** This tab leads from now on. Returns whether it goes on with what was prepared. */
  begin(): boolean {
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
  takeOver(isGapless: boolean): void {
    const news = this._rehearsal.lead(isGapless);
    if (this._isOpen) this._tell(0);
    for (const message of news) this._pass(message);
  }

  /** Connects anew; the new connection has to be told the channels. */
  restart(): void {
    const until = this.heardUntil;
    this._connection.stop();
    this._renew();
    this._start();
    this._set(0, { type: "connecting", until });
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
    this._rehearsal.onConnect(this.connectMs, isAuthorized || !inbox.isAuthorized);
    this._set(shard, { type: "open", info, channels: [] });
    this._checkList();
  }

  onSubscribed(shard: number, channels: readonly string[]): void {
    const state = this.shards[shard];
    this._listed = channels;
    if (state?.type === "open") this._set(shard, { ...state, channels });
    this._checkList();
  }

  onMessage(_shard: number, message: FrameMessage): void {
    if (!this._rehearsal.holds(message) && !this._rehearsal.isNoNews(message)) this._pass(message);
  }

  onIgnored(reason: string): void {
    this._tab.page.onMessage({ kind: "ignored", reason });
  }

  onDisconnect(shard: number, code: number): void {
    this._set(shard, { type: "lost", until: this.heardUntil, code });
  }

  onFatal(shard: number, { message, value }: CometError): void {
    this._set(shard, { type: "refused", until: this.heardUntil, text: message, value });
  }

  private get _isOpen(): boolean {
    return this.shards[0]?.type === "open";
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

  private _set(shard: number, state: ShardState): void {
    this.shards[shard] = state;
    if (state.type !== "open") {
      this._listed = [];
      this._rehearsal.onLost();
      this._leader.onLost();
    }
    this._tell(shard);
  }

  private _tell(shard: number): void {
    const state = this.shards[shard];
    if (state) this._leader.emit({ type: "shard", shard, state });
  }

  /** A prepared connection is ready once it hears the channels of all tabs. */
  private _checkList(): void {
    const isListed = listText(this._channels) === listText(this._listed);
    if (this._rehearsal.onList(isListed)) this._leader.onPrepared();
  }
}
