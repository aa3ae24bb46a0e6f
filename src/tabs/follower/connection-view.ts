import { CometError } from "../../api/errors";
import type { LinkListener } from "../link";
import type { Gaps } from "./gaps";
import { PRIVATE, type Inbox } from "./inbox";
import type { ConnectionState } from "../messages";

/** What a tab knows of the connection, wherever that is, and tells its page. */
export class ConnectionView {
  isConnected = false;

  private _isOver = false;
  private _known: ConnectionState | undefined;
  /** The connection has changed, though the server could be reached all the time. */
  private _isChanged = false;
  /** When something was last heard of it, in milliseconds since 1970. */
  private _heardAt = 0;

  /**
   * @param _onOpen called when commands can be sent by it.
   * @param _onClosed called when it has ended, before the page is told.
   */
  constructor(
    private readonly _tab: { readonly inbox: Inbox; readonly gaps: Gaps },
    private readonly _listener: LinkListener,
    private readonly _onOpen: () => void,
    private readonly _onClosed: () => void,
  ) {}

  /** The leader is heard. A tab that slept hears late what was said before: the earlier clock counts. */
  heard(at: number): void {
    this._heardAt = Math.min(at, Date.now());
  }

  /** What came after that (milliseconds since 1970) may not have been heard. */
  missSince(at: number): void {
    this._heardAt = Math.min(this._heardAt, at);
  }

  /** Another connection takes its place without a break. */
  change(): void {
    this._isChanged = true;
  }

  /** The state of the connection, as its leader tells it. */
  take(state: ConnectionState): void {
    if (this._isOver) return;
    const { inbox, gaps } = this._tab;
    this._known = state;
    if (!state.isOpen) return this._close(state);
    if (!this.isConnected || this._isChanged) this._open(state);
    // What hears of the authorisation may stop or restart this.
    if (this._isOver || this._known !== state) return;
    const unheard = inbox.joined(state.channels);
    if (unheard) this._listener.onMessage({ kind: "ignored", reason: unheard });
    gaps.end(inbox.isAuthorized ? [...state.channels, PRIVATE] : state.channels, inbox.wanted);
  }

  /** The connection is gone, or nobody knows of it any more. */
  lose(): void {
    if (this._disconnect(this._heardAt)) this._listener.onDisconnect(1006);
  }

  /** The tab leaves: what it is told later is none of its. Returns the function that says so. */
  end(): () => void {
    this._isOver = true;
    const wasConnected = this._disconnect(this._heardAt);
    return () => wasConnected && this._listener.onDisconnect(1000);
  }

  private _open(state: ConnectionState): void {
    const wasConnected = this.isConnected;
    this._isChanged = false;
    for (const message of this._tab.inbox.open(state.info)) this._listener.onMessage(message);
    if (this._isOver || this._known !== state) return;
    this.isConnected = true;
    this._onOpen();
    if (!wasConnected) this._listener.onConnect();
  }

  private _close({ code, until, fatal }: ConnectionState): void {
    const wasConnected = this._disconnect(Math.min(until, Date.now()));
    this._onClosed();
    // First: what hears of the end may start anew.
    if (fatal) this._listener.onFatal(new CometError("fatal", ...fatal));
    if (wasConnected || code || fatal) this._listener.onDisconnect(code || 1000);
  }

  private _disconnect(at: number): boolean {
    const wasConnected = this.isConnected;
    this.isConnected = false;
    if (wasConnected) this._tab.gaps.begin(this._tab.inbox.permitted, at);
    return wasConnected;
  }
}
