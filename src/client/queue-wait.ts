import { isQueued } from "./delivery";
import { hasLoaded, onLoad, onPageLeft } from "../platform/page";
import type { Turn } from "../tabs/link";
import type { FrameMessage, ServerMessage } from "../protocol/messages";
import { leaveForNextPage, takeFromLastPage } from "./queue-handover";

interface Held {
  message: FrameMessage;
  /** Missing for messages that the last page of this tab has left. */
  turn?: Turn | undefined;
}

/**
 * Holds messages from the queue of an absent user back until the page is ready for them. The server
 * sends them with the connection, some 10 ms after `start`, and deletes them. The originals connected
 * 1.2 s after `start`, when their pages had loaded the data that they need to show a message.
 *
 * - `stopped`: before `start` and after `stop`. Held messages stay.
 * - `waiting`: the time since the first `start` is not over, or the page has not loaded yet.
 * - `late`: as `waiting`, but new messages are not held. They come from the queue of a later connection,
 *   so they were sent while the page was there, and newer ones come at once.
 * - `open`: held messages have been dispatched, and new ones are not held.
 */
export class QueueWait {
  private _state: "stopped" | "waiting" | "late" | "open" = "stopped";
  /** The owner of the held messages: node, account and visitor (`Settings.identity`). */
  private _identity = "";
  private _delay = 0;
  /** When `start` was first called, by `performance.now()`. */
  private _startedAt: number | undefined;
  /** Has no limit: the server deletes what it sends, so every message must be dispatched. */
  private _held: Held[] = [];
  private _endWait: (() => void) | undefined;
  private _endWatch: (() => void) | undefined;

  constructor(private readonly _handOut: (message: FrameMessage, turn?: Turn) => void) {}

  /**
   * Begins to wait, or goes on after `stop`. Forgets messages of another visitor.
   * @param delay in milliseconds since the first `start`; 0: messages are dispatched at once.
   */
  start(identity: string, delay: number): void {
    const isAnother = identity !== this._identity;
    if (isAnother) this._forget();
    const isNew = isAnother || this._state === "stopped";
    this._identity = identity;
    this._delay = delay;
    if (this._startedAt === undefined) this._startedAt = performance.now();
    if (delay && isNew) this._takeOver();
    if (this._state !== "open" || this._held.length) this._wait();
  }

  stop(): void {
    this._cancel();
    this._state = "stopped";
    // The page may be left while messages wait for the next `start`.
    if (!this._held.length) this._unwatch();
  }

  /** Takes a message from the queue if it must wait. `false`: the caller dispatches it now. */
  takes(message: ServerMessage, turn?: Turn): boolean {
    if (this._state === "open" || this._state === "late" || !isQueued(message)) return false;
    this._held.push({ message, turn });
    return true;
  }

  /** A connection is lost by which the page heard private messages. */
  onLost(): void {
    if (this._state === "waiting") this._state = "late";
  }

  private _forget(): void {
    this._held = [];
  }

  private _wait(): void {
    this._cancel();
    const { _delay: delay, _startedAt: startedAt = 0 } = this;
    if (!delay && !this._held.length) {
      this._state = "open";
      return;
    }
    if (this._state !== "late") this._state = "waiting";
    const timer = setTimeout(
      () => {
        // With the wait turned off, `load` is not waited for either.
        if (!delay || hasLoaded()) this._open();
        else this._endWait = onLoad(() => this._open());
      },
      startedAt + delay - performance.now(),
    );
    this._endWait = () => clearTimeout(timer);
  }

  private _cancel(): void {
    if (this._endWait) this._endWait();
    this._endWait = undefined;
  }

  private _open(): void {
    this._cancel();
    this._state = "open";
    // A listener may call `stop` or `start`: then the rest waits again, or is dropped.
    while (this._state === "open") {
      const held = this._held.shift();
      if (!held) return;
      this._handOut(held.message, held.turn);
    }
  }

  /**
   * Hands held messages over when the page is left, and takes those of the last page. The server has
   * deleted them; the originals, which connected later, left them to the next page.
   */
  private _takeOver(): void {
    this._endWatch =
      this._endWatch ||
      onPageLeft(
        () => this._leave(),
        () => this._return(),
      );
    this._held.unshift(...takeFromLastPage(this._identity).map((message) => ({ message })));
  }

  private _unwatch(): void {
    if (this._endWatch) this._endWatch();
    this._endWatch = undefined;
  }

  private _leave(): void {
    const messages = this._held.splice(0).map(({ message }) => message);
    if (messages.length) leaveForNextPage(this._identity, messages);
  }

  /** The page is back from the back/forward cache. Pages in between may have left messages, too. */
  private _return(): void {
    if (this._state === "stopped") return;
    this._takeOver();
    if (this._held.length) this._wait();
  }
}
