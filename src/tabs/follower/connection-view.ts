import { CometError } from "../../api/errors";
import type { ShardState } from "../messages";
import type { Tab } from "../tab";
import { PRIVATE } from "./inbox";

/**
 * - `disconnected`: the server cannot be reached, or no leader is known.
 * - `changing`: as `connected`, but the next open shard is another connection, whose first frame is
 *   to be read.
 * - `over`: the tab has left the group, and ignores what it is told later.
 */
type State = "disconnected" | "connected" | "changing" | "over";

type OpenShard = ShardState & { type: "open" };

/** The state of the leader's connection, as this tab knows it and tells its page. */
export class ConnectionView {
  private _state: State = "disconnected";
  /** The last state that was taken, to see whether the page has stopped or restarted meanwhile. */
  private _told: ShardState | undefined;
  /** Until when the connection was heard, in milliseconds since 1970. */
  private _heardAt = 0;

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
    return this._state === "connected" || this._state === "changing";
  }

  /** The leader has heard the server until `at` (milliseconds since 1970). */
  heard(at: number): void {
    this._heardAt = Math.min(at, Date.now());
  }

  /** Messages after `at` (milliseconds since 1970) may be missing. */
  missSince(at: number): void {
    this._heardAt = Math.min(this._heardAt, at);
  }

  /** Another connection takes over without a gap. */
  change(): void {
    if (this._state === "connected") this._state = "changing";
  }

  /** The tab goes on from here: only a shard that is open or refused is news for the page. */
  join(shards: readonly ShardState[]): void {
    for (const [shard, state] of shards.entries())
      if (state.type === "open" || state.type === "refused") this.take(shard, state);
  }

  /** A stray `bye` may have made this tab drop a live leader: restores the connection. */
  confirm(shards: readonly ShardState[]): void {
    if (!this.isConnected) this.join(shards.filter(({ type }) => type === "open"));
  }

  /** The state of a shard, as the leader tells it. */
  take(_shard: number, state: ShardState): void {
    if (this._state === "over") return;
    const before = this._told;
    this._told = state;
    if (state.type !== "open") return this._close(state);
    if (this._state === "connected" && before?.type === "open") this._miss(before, state);
    if (this._state !== "connected") this._open(state);
    // A listener of the page may have called `stop` or `restart`.
    if (!this._isCurrent(state)) return;
    const { inbox, gaps, page } = this._tab;
    const unheard = inbox.joined(state.channels);
    if (unheard) page.onMessage({ kind: "ignored", reason: unheard });
    gaps.end(inbox.isAuthorized ? [...state.channels, PRIVATE] : state.channels, inbox.wanted);
  }

  /** Channels of other tabs may have taken the room of this tab's. */
  private _miss(before: OpenShard, now: OpenShard): void {
    const { gaps, inbox } = this._tab;
    const isMissed = (channel: string) =>
      before.channels.includes(channel) && !now.channels.includes(channel);
    gaps.begin(inbox.channels.filter(isMissed), this._heardAt);
  }

  /** No leader is known any more that holds the connection. */
  lose(): void {
    if (this._disconnect(this._heardAt)) this._tab.page.onDisconnect(1006);
  }

  /** The tab leaves. Returns the function that tells the page. */
  end(): () => void {
    const wasConnected = this._disconnect(this._heardAt);
    this._state = "over";
    return () => wasConnected && this._tab.page.onDisconnect(1000);
  }

  private _open(state: OpenShard): void {
    const wasConnected = this.isConnected;
    const { inbox, page } = this._tab;
    if (wasConnected) this._state = "connected";
    for (const message of inbox.open(state.info)) page.onMessage(message);
    if (!this._isCurrent(state)) return;
    this._state = "connected";
    this._onOpen();
    if (!wasConnected) page.onConnect();
  }

  private _close(state: Exclude<ShardState, { type: "open" }>): void {
    const wasConnected = this._disconnect(Math.min(state.until, Date.now()));
    this._onClosed();
    const { page } = this._tab;
    // The error first, because a listener of the disconnection may call `start`.
    if (state.type === "refused") page.onFatal(new CometError("fatal", state.text, state.value));
    if (wasConnected || state.type !== "connecting")
      page.onDisconnect(state.type === "lost" ? state.code : 1000);
  }

  private _isCurrent(state: ShardState): boolean {
    return this._state !== "over" && this._told === state;
  }

  private _disconnect(at: number): boolean {
    const wasConnected = this.isConnected;
    if (this._state !== "over") this._state = "disconnected";
    if (wasConnected) this._tab.gaps.begin(this._tab.inbox.permitted, at);
    return wasConnected;
  }
}
