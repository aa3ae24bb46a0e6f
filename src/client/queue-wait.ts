import { isQueued, type Deliverable } from "./delivery";
import { hasLoaded, onLoad, onPageLeft } from "../platform/page";
import type { Turn } from "../tabs/link";
import type { ServerMessage } from "../protocol/messages";
import { leaveForNextPage, takeFromLastPage } from "./queue-handover";

interface Held {
  message: Deliverable;
  /** None of what the page before has left. */
  turn?: Turn | undefined;
}

/**
 * Holds the queue of an absent user back until the page is ready for it. The server sends the queue
 * with the connection, some 10 ms after `start`, and deletes it. The originals connected 1.2 s after
 * `start`, so their pages had loaded the data by then that they need to show a message.
 *
 * - `stopped`: until `start`, and after `stop`. What is held stays.
 * - `waiting`: the time since the first `start` is not up, or the page has not loaded yet.
 * - `open`: what is held has been handed out, and messages are not held any more.
 */
export class QueueWait {
  private _state: "stopped" | "waiting" | "open" = "stopped";
  /** Node, account and visitor that the messages belong to (`Settings.identity`). */
  private _identity = "";
  private _delay = 0;
  /** When `start` was called first, in milliseconds of `performance.now()`. */
  private _startedAt: number | undefined;
  /** Has no limit: the server deletes what it sends, so all of it is to be handed out. */
  private _held: Held[] = [];
  private _endWait: (() => void) | undefined;
  private _endWatch: (() => void) | undefined;

  constructor(private readonly _handOut: (message: Deliverable, turn?: Turn) => void) {}

  /**
   * Begins to wait, or goes on after `stop`. Another visitor does not get what waited for the one
   * before.
   * @param delay in milliseconds since the first `start`; 0 hands messages out at once.
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
    // With messages that wait for the next `start`, the page may still be left.
    if (!this._held.length) this._unwatch();
  }

  /** Whether the wait takes care of a message; else it is to be handed out now. */
  takes(message: ServerMessage, turn?: Turn): boolean {
    if (!isQueued(message)) return false;
    if (this._state === "open") return false;
    this._held.push({ message, turn });
    return true;
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
    this._state = "waiting";
    const timer = setTimeout(
      () => {
        // A page that has turned the wait off does not wait for `load` either.
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
    // A listener may call `stop` or `start`: the rest waits again then, or is dropped.
    while (this._state === "open") {
      const held = this._held.shift();
      if (!held) return;
      this._handOut(held.message, held.turn);
    }
  }

  /**
   * The server has deleted what waits here, while the originals, which connected later, left it to
   * the next page. So a page that is left hands it over. Other tabs have had each message, too.
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

  /** The page is back from the back/forward cache. A page in between may have left messages, too. */
  private _return(): void {
    if (this._state === "stopped") return;
    this._takeOver();
    if (this._held.length) this._wait();
  }
}
