import { CometError } from "../../api/errors";
import { heardUntil } from "../coverage";
import { areRefused, type ShardState, type ShardStates } from "../entries";
import type { LinkState } from "../link";
import type { Tab } from "../tab";
import { PRIVATE } from "./inbox";
import {
  describe,
  heardBy,
  isOpen,
  lackOf,
  nodeState,
  refusalOf,
  stateOf,
  type OpenShard,
} from "./shard-states";
import { Unreached } from "./unreached";

/**
 * - `disconnected`: no shard is open, or no leader is known.
 * - `connected`: a shard is open.
 * - `over`: the tab has left the group, and ignores what it is told later.
 */
type State = "disconnected" | "connected" | "over";

/** The state of the leader's connection, as this tab knows it and tells its page. */
export class ConnectionView {
  private _state: State = "disconnected";
  /** The shards as they were told last. */
  private _shards: ShardStates = [];
  /** The state that the page was told last. */
  private _told: LinkState = { type: "connecting" };
  /** The first frame that the page was told last. */
  private _info = "";
  /** Until when the connection was heard, in milliseconds since 1970. */
  private _heardAt = 0;
  private readonly _unreached = new Unreached();

  /**
   * @param _onOpen called when commands can be sent.
   * @param _onClosed called when the connection has ended, before the page is told.
   */
  constructor(
    private readonly _tab: Tab,
    private readonly _onOpen: () => void,
    private readonly _onClosed: () => void,
  ) {}

  get isConnected(): boolean {
    return this._state === "connected";
  }

  /** The leader has heard the server until `at` (milliseconds since 1970). */
  heard(at: number): void {
    this._heardAt = Math.min(at, Date.now());
  }

  /** Messages after `at` (milliseconds since 1970) may be missing. */
  missSince(at: number): void {
    this._heardAt = Math.min(this._heardAt, at);
  }

  /** The tab goes on from here: only a connection that is open or refused is news for the page. */
  join(shards: ShardStates): void {
    if (shards.some(isOpen) || areRefused(shards)) this.take(shards);
    else {
      this._keep(shards);
      this._tell(stateOf(shards));
    }
  }

  /** A stray `bye` may have made this tab drop a live leader: restores the connection. */
  confirm(shards: ShardStates): void {
    if (!this.isConnected && shards.some(isOpen)) this.take(shards);
    // The page may listen to more channels than before.
    else if (this.isConnected) this._tab.recovery.hear(heardBy(shards));
  }

  /**
   * The shards, as the leader tells them.
   * @param changed the one that has changed; absent: they may all be new.
   */
  take(shards: ShardStates, changed?: number): void {
    if (this._state === "over") return;
    const before = this._shards;
    this._keep(shards);
    this._tellNodes(before);
    const first = shards.find(isOpen);
    if (!this._isCurrent(shards)) return;
    const unreached = this._unreached.take(before, shards, changed, this._tab.inbox.channels);
    if (this.isConnected) this._miss(before, shards, changed);
    if (!first) return this._close(shards[changed ?? (areRefused(shards) ? 0 : -1)]);
    const isAnew = changed === undefined;
    this._begin(isAnew ? [] : before, shards);
    this._open(first, isAnew);
    // A listener of the page may have called `stop` or `restart`.
    if (!this._isCurrent(shards)) return;
    const { inbox, gaps, page, recovery } = this._tab;
    const channels = heardBy(shards);
    const state = changed === undefined ? undefined : shards[changed];
    // Of a node that cannot be used at all, `onNode` tells.
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
  lose(): void {
    const wasConnected = this._disconnect(this._heardAt);
    this._tell({ type: "connecting" });
    if (wasConnected) this._tab.page.onDisconnect(1006);
  }

  /** The tab leaves. Returns the function that tells the page. */
  end(): () => void {
    const wasConnected = this._disconnect(this._heardAt);
    this._state = "over";
    return () => {
      this._tell({ type: "connecting" });
      if (wasConnected) this._tab.page.onDisconnect(1000);
    };
  }

  private _keep(shards: ShardStates): void {
    this._shards = shards;
    this._tab.inbox.doubles.nodes = new Set(shards.map(({ node }) => node)).size;
  }

  /** Each new socket may bring again what waited for an absent user. */
  private _begin(before: ShardStates, now: ShardStates): void {
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
  private _miss(before: ShardStates, now: ShardStates, changed: number | undefined): void {
    const heard = new Set(heardBy(now));
    for (const [shard, state] of before.entries()) {
      if (!isOpen(state)) continue;
      const after = now[shard];
      const isLost = after !== undefined && !isOpen(after);
      // Another leader's shards have heard what the former one's have not.
      const isSure = !isLost || shard !== changed;
      for (const channel of this._tab.inbox.channels) {
        if (!state.channels.includes(channel) || (isSure && heard.has(channel))) continue;
        const until = isLost ? heardUntil(now, shard, channel) : this._heardAt;
        if (until < Infinity) this._missFrom([channel], Math.min(until, Date.now()));
      }
    }
  }

  /** The page is told the first frame of the first open shard, unless it knows it already. */
  private _open({ info }: OpenShard, isAnew: boolean): void {
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

  private _close(changed: ShardState | undefined): void {
    const wasConnected = this._disconnect(Math.min(this._silentSince(), Date.now()));
    this._onClosed();
    const { page } = this._tab;
    // The error first, because a listener of the disconnection may call `start`.
    const isOver = changed?.type === "refused" && areRefused(this._shards);
    if (isOver) this._tab.recovery.giveUp();
    this._tell(stateOf(this._shards));
    if (isOver) page.onFatal(new CometError("fatal", changed.text, changed.value));
    // One of several is told, once all have failed.
    const first = this._shards.find(({ type }) => type === "lost") ?? changed;
    const isFailure =
      (changed?.type === "refused" ||
        (changed?.type === "lost" && changed.retryAt !== undefined)) &&
      changed === first &&
      !this._shards.some(({ type }) => type === "connecting");
    if (wasConnected || isFailure)
      page.onDisconnect(changed?.type === "lost" ? changed.code : 1000);
  }

  /** When the first of the shards was heard last. */
  private _silentSince(): number {
    const times = this._shards.map((state) => (isOpen(state) ? Date.now() : state.until));
    return Math.max(0, ...times);
  }

  private _tellNodes(before: ShardStates): void {
    for (const node of new Set(this._shards.map((state) => state.node))) {
      const now = nodeState(this._shards, node);
      const was = nodeState(before, node);
      if (now && now.type !== was?.type) this._tab.page.onNode(describe(now));
    }
  }

  private _isCurrent(shards: ShardStates): boolean {
    return this._state !== "over" && this._shards === shards;
  }

  private _disconnect(at: number): boolean {
    const wasConnected = this.isConnected;
    if (this._state !== "over") this._state = "disconnected";
    if (!wasConnected) return false;
    this._missFrom(this._tab.inbox.permitted, at);
    return true;
  }

  private _tell(state: LinkState): void {
    if (JSON.stringify(state) === JSON.stringify(this._told)) return;
    this._told = state;
    this._tab.page.onState(state);
  }

  private _missFrom(channels: readonly string[], at: number): void {
    this._tab.gaps.begin(channels, at);
    this._tab.recovery.interrupt(channels);
  }
}
