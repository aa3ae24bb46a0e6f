import { contentOf } from "../../protocol/identity";
import type { FrameMessage } from "../../protocol/messages";
import type { Tab } from "../tab";
import { Overlap, type Held } from "./overlap";

/** A prepared connection that holds more drops them all: the leader was busy, or passes nothing on. */
const MAX_HELD = 5_000;
/** What the leader has not passed on after this time concerns no tab. */
const KEEP_MS = 30_000;
/** How long the server may take to report that the other connection has left its channels. */
const WATCH_MS = 10_000;
/** Waits for the reports of all channels that the former connection leaves, to rejoin once. */
const REJOIN_MS = 50;

/** What a prepared connection has heard, in order. */
interface Heard {
  held: Held[];
  /** How many of these came before the last message that the leader has passed on. */
  older: number;
}

type State =
  /** This tab's connection is the only one. */
  | { step: "none" }
  /** It is opened beside the leader's, and keeps what it hears. */
  | ({ step: "preparing"; isListed: boolean; isEntitled: boolean; wasReady: boolean } & Heard)
  /**
   * Another connection has just ended: the former leader's, or that of an heir which does not lead.
   */
  | { step: "watching"; until: number }
  /** This tab hands over: an heir opens a connection beside this one. */
  | { step: "leaving" };

/** A connection that is opened while another tab's still listens, and then takes its place. */
export class Rehearsal {
  private _state: State = { step: "none" };
  private readonly _overlap: Overlap;
  private _timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param nodes how many nodes the connection leads to.
   * @param _rejoin has the server tell others that this browser is in its channels.
   * @param _onDropped told that messages were dropped which the leader may not have read yet.
   */
  constructor(
    private readonly _tab: Tab,
    nodes: () => number,
    private readonly _rejoin: () => void,
    private readonly _onDropped: () => void,
  ) {
    this._overlap = new Overlap(nodes);
  }

  prepare(): void {
    const heard = { held: [], older: 0 };
    this._state = {
      step: "preparing",
      isListed: false,
      isEntitled: false,
      wasReady: false,
      ...heard,
    };
    this._overlap.open();
  }

  get isPreparing(): boolean {
    return this._state.step === "preparing";
  }

  /** Whether the connection hears all that the leader's does. */
  get isReady(): boolean {
    const state = this._state;
    return state.step === "preparing" && state.isListed && state.isEntitled;
  }

  /**
   * The connection is open.
   * @param connectMs how long that took, in milliseconds; absent if another shard was open before.
   * @param isEntitled whether it may hear what the leader's may (private messages, say).
   */
  onConnect(connectMs: number | undefined, isEntitled: boolean): void {
    if (connectMs !== undefined) this._overlap.begin(connectMs);
    if (this._state.step === "preparing") this._state.isEntitled = isEntitled;
  }

  /** @param isListed whether it hears the channels of all tabs. Returns whether it is ready since now. */
  onList(isListed: boolean): boolean {
    const state = this._state;
    if (state.step !== "preparing") return false;
    const { wasReady } = state;
    state.isListed = isListed;
    state.wasReady = this.isReady;
    return state.wasReady && !wasReady;
  }

  onLeaving(): void {
    this._state = { step: "leaving" };
  }

  /** The heir does not lead: the server will report that its connection has left the channels. */
  onStay(): void {
    this._state = { step: "watching", until: performance.now() + WATCH_MS };
  }

  /**
   * The prepared connection has lost a shard. It drops what it has heard: it is to be ready once more,
   * and the leader has read all of that by then.
   * @param isOpen whether another shard is open.
   */
  onLost(isOpen: boolean): void {
    if (this._state.step !== "preparing") return;
    const isEntitled = isOpen && this._state.isEntitled;
    this.prepare();
    this._state.isEntitled = isEntitled;
  }

  /** The leader has passed a frame on. @param isEcho whether a tab of this browser has published it. */
  overhear(text: string, isEcho: boolean): void {
    const state = this._state;
    if (state.step !== "preparing") return;
    for (const message of this._tab.inbox.read(text)) {
      const index = "channel" in message ? this._overlap.find(state.held, message, isEcho) : -1;
      if (index < 0) this._overlap.note(message, isEcho);
      else {
        state.held.splice(index, 1);
        state.older = Math.max(state.older - 1, index);
      }
    }
    const since = performance.now() - KEEP_MS;
    const kept = state.held.findIndex(({ at }) => at > since);
    const old = kept < 0 ? state.held.length : kept;
    state.held.splice(0, old);
    state.older = Math.max(state.older - old, 0);
  }

  /** Holds a message if this tab does not lead yet. Returns whether it does. */
  holds(message: FrameMessage): boolean {
    const state = this._state;
    if (state.step !== "preparing") return false;
    if (this._overlap.isDouble(message)) state.older = state.held.length;
    else state.held.push({ message, content: contentOf(message), at: performance.now() });
    if (state.held.length > MAX_HELD) {
      [state.held, state.older] = [[], 0];
      if (this.isReady) this._onDropped();
    }
    return true;
  }

  /**
   * This tab leads. Returns what the connection has heard and the former leader did not pass on.
   * @param goesOn whether there was no gap. After a gap, which is announced, the former leader may
   * have missed messages; those older than the last one that it passed on would come out of order,
   * and are dropped.
   */
  lead(goesOn: boolean): FrameMessage[] {
    const { held, older } = this._state.step === "preparing" ? this._state : { held: [], older: 0 };
    this._state = { step: "watching", until: performance.now() + WATCH_MS };
    this._overlap.close();
    const news = held.map(({ message }) => !this.isNoNews(message));
    const start = goesOn ? 0 : Math.max(older, news.lastIndexOf(false) + 1);
    return held.filter((_, index) => news[index] && index >= start).map(({ message }) => message);
  }

  /**
   * Whether the tabs must not get a message: the former leader has passed it on, or it tells that
   * this browser has joined or left a channel, which only shows the change of connections.
   */
  isNoNews(message: FrameMessage): boolean {
    const state = this._state;
    const isWatching = state.step === "watching" && performance.now() <= state.until;
    if (!isWatching && state.step !== "leaving") return false;
    return this._isOwn(message) || this._overlap.isDouble(message);
  }

  end(): void {
    clearTimeout(this._timer);
    this._state = { step: "none" };
  }

  private _isOwn(message: FrameMessage): boolean {
    if (!this._tab.isOwnPresence(message)) return false;
    // The former connection has left the channel, so other users take this browser for gone.
    if (message.event === "unsubscription") {
      clearTimeout(this._timer);
      this._timer = setTimeout(() => this._rejoin(), REJOIN_MS);
    }
    return true;
  }
}
