import { CometError } from '../../api/errors.js';
import { PRIVATE } from './inbox.js';

class ConnectionView {
  /**
   * @param _onOpen called when commands can be sent by it.
   * @param _onClosed called when it has ended, before the page is told.
   */
  constructor(_tab, _listener, _onOpen, _onClosed) {
    this._tab = _tab;
    this._listener = _listener;
    this._onOpen = _onOpen;
    this._onClosed = _onClosed;
    this.isConnected = false;
    this._isOver = false;
    /** The connection has changed, though the server could be reached all the time. */
    this._isChanged = false;
    /** When something was last heard of it, in milliseconds since 1970. */
    this._heardAt = 0;
  }
  /** The leader is heard. A tab that slept hears late what was said before: the earlier clock counts. */
  heard(at) {
    this._heardAt = Math.min(at, Date.now());
  }
  /** What came after that (milliseconds since 1970) may not have been heard. */
  missSince(at) {
    this._heardAt = Math.min(this._heardAt, at);
  }
  /** Another connection takes its place without a break. */
  change() {
    this._isChanged = true;
  }
  /** The state of the connection, as its leader tells it. */
  take(state) {
    if (this._isOver) return;
    const { inbox, gaps } = this._tab;
    this._known = state;
    if (!state.isOpen) return this._close(state);
    if (!this.isConnected || this._isChanged) this._open(state);
    if (this._isOver || this._known !== state) return;
    const unheard = inbox.joined(state.channels);
    if (unheard) this._listener.onMessage({ kind: "ignored", reason: unheard });
    gaps.end(inbox.isAuthorized ? [...state.channels, PRIVATE] : state.channels, inbox.wanted);
  }
  /** The connection is gone, or nobody knows of it any more. */
  lose() {
    if (this._disconnect(this._heardAt)) this._listener.onDisconnect(1006);
  }
  /** The tab leaves: what it is told later is none of its. Returns the function that says so. */
  end() {
    this._isOver = true;
    const wasConnected = this._disconnect(this._heardAt);
    return () => wasConnected && this._listener.onDisconnect(1e3);
  }
  _open(state) {
    const wasConnected = this.isConnected;
    this._isChanged = false;
    for (const message of this._tab.inbox.open(state.info)) this._listener.onMessage(message);
    if (this._isOver || this._known !== state) return;
    this.isConnected = true;
    this._onOpen();
    if (!wasConnected) this._listener.onConnect();
  }
  _close({ code, until, fatal }) {
    const wasConnected = this._disconnect(Math.min(until, Date.now()));
    this._onClosed();
    if (fatal) this._listener.onFatal(new CometError("fatal", ...fatal));
    if (wasConnected || code || fatal) this._listener.onDisconnect(code || 1e3);
  }
  _disconnect(at) {
    const wasConnected = this.isConnected;
    this.isConnected = false;
    if (wasConnected) this._tab.gaps.begin(this._tab.inbox.permitted, at);
    return wasConnected;
  }
}

export { ConnectionView };
//# sourceMappingURL=connection-view.js.map
