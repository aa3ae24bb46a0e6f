import type { ConnectionState, StateChange } from "../api/types";
import { isOffline } from "../platform/page";
import type { LinkState } from "../tabs/link";
import type { Events } from "./events";

/** The state of the connection, as the page knows it. */
export class StateOfConnection {
  private _current: ConnectionState = "stopped";
  private _isStopping = false;
  /** The changes that were not told yet. */
  private _changes: StateChange[] = [];

  constructor(private readonly _events: Events) {}

  get current(): ConnectionState {
    return this._current;
  }

  start(): void {
    const isAnew = this._isStopping || this._current === "stopped";
    this._isStopping = false;
    if (isAnew && this._current !== "connecting") this._set({ state: "connecting" });
  }

  /** @param end ends the connection. The page may start it again meanwhile. */
  stop(end: () => void): void {
    this._isStopping = true;
    end();
    if (!this._isStopping) return;
    this._isStopping = false;
    if (this._current !== "stopped") this._set({ state: "stopped" });
  }

  /** The link tells its state. */
  take(state: LinkState): void {
    if (this._isStopping || this._current === "stopped") return;
    if (state.type === "waiting") {
      const { code, retryAt } = state;
      const reason = isOffline() ? "the browser is offline" : `closed with code ${code}`;
      this._set({ state: "waiting", reason, retryAt });
    } else if (state.type === "refused") this._set({ state: "refused", reason: state.reason });
    else if (state.type !== this._current) this._set({ state: state.type });
  }

  private _set(change: Omit<StateChange, "previous">): void {
    const previous = this._current;
    this._current = change.state;
    const isTelling = this._changes.push({ ...change, previous }) > 1;
    // A listener may change the state: every listener hears of that after this change.
    for (; !isTelling && this._changes[0]; this._changes.shift())
      this._events.emit("state", this._changes[0]);
  }
}
