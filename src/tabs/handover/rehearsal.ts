import type { FrameMessage } from "../../connection/connection";
import type { Tab } from "../tab";
import { Overlap } from "./overlap";

/** A prepared connection that hears more than this is not waited for: its heir is not elected. */
const MAX_HELD = 5_000;
/** For so long the server may tell of the end of the other connection. */
const WATCH_MS = 10_000;
/** The former connection leaves several channels at one time: that is answered once. */
const REJOIN_MS = 50;

type State =
  /** This tab's connection is the only one. */
  | { step: "none" }
  /** It is opened beside the leader's, and keeps what it hears. */
  | { step: "preparing"; held: FrameMessage[]; isListed: boolean; isFit: boolean }
  /** Another connection has just ended: the former leader's, or that of an heir that does not lead. */
  | { step: "watching"; until: number }
  /** This tab hands over: an heir opens a connection beside this one. */
  | { step: "leaving" };

/** A connection that is opened while another tab's still listens, and then takes its place. */
export class Rehearsal {
  private _state: State = { step: "none" };
  private readonly _overlap = new Overlap();
  private _timer: ReturnType<typeof setTimeout> | undefined;

  /** @param _rejoin has the server tell others that this browser is in its channels. */
  constructor(
    private readonly _tab: Tab,
    private readonly _rejoin: () => void,
  ) {}

  prepare(): void {
    this._state = { step: "preparing", held: [], isListed: false, isFit: false };
    this._overlap.open();
  }

  get isPreparing(): boolean {
    return this._state.step === "preparing";
  }

  /** Whether the connection hears all that the leader's does. */
  get isReady(): boolean {
    const state = this._state;
    return state.step === "preparing" && state.isListed && state.isFit;
  }

  /**
   * The connection stands.
   * @param connectMs how long that took.
   * @param isFit whether the visitor may hear by it what he hears by the leader's.
   */
  onConnect(connectMs: number, isFit: boolean): void {
    this._overlap.begin(connectMs);
    if (this._state.step === "preparing") this._state.isFit = isFit;
  }

  /** @param isListed whether it hears the channels of all tabs. Returns whether it is ready. */
  onList(isListed: boolean): boolean {
    if (this._state.step === "preparing") this._state.isListed = isListed;
    return this.isReady;
  }

  onLeaving(): void {
    this._state = { step: "leaving" };
  }

  /** The heir does not lead: its connection ends, and the server tells others of that. */
  onStay(): void {
    this._state = { step: "watching", until: performance.now() + WATCH_MS };
  }

  /** The connection is lost: what it heard, the leader has heard. */
  onLost(): void {
    if (this.isPreparing) this.prepare();
  }

  /** The leader has heard a frame. */
  overhear(text: string): void {
    if (!this.isPreparing) return;
    for (const message of this._tab.inbox.read(text)) this._overlap.note(message);
  }

  /** Keeps a message for later. Returns whether it is too early for it. */
  holds(message: FrameMessage): boolean {
    if (this._state.step !== "preparing") return false;
    if (this._state.held.push(message) > MAX_HELD) this.onLost();
    return true;
  }

  /**
   * This tab leads. Returns what the connection has heard and the former leader did not pass on.
   * @param goesOn without a break. Else the former leader may have been cut off for a while, which was
   * announced as a gap: what it missed before the last that it passed on would be out of order now.
   */
  lead(goesOn: boolean): FrameMessage[] {
    const held = this._state.step === "preparing" ? this._state.held : [];
    this._state = { step: "watching", until: performance.now() + WATCH_MS };
    this._overlap.close();
    const news = held.map((message) => !this.isNoNews(message));
    const start = goesOn ? 0 : news.lastIndexOf(false) + 1;
    return held.filter((_, index) => news[index] && index >= start);
  }

  /**
   * Whether a message is none for the tabs: the former leader has passed it on, or it tells what the
   * change of connections looks like.
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
    // The former connection has left the channel: others take this browser for gone by now.
    if (this._state.step === "watching" && message.event === "unsubscription") {
      clearTimeout(this._timer);
      this._timer = setTimeout(() => this._rejoin(), REJOIN_MS);
    }
    return true;
  }
}
