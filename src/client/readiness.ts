import { checkCallback, CometError, wasStopped } from "../api/errors";
import type { WaitOptions } from "../api/promises";
import { callPage, nextTask } from "../platform/tasks";
import { PAGE_FENCE } from "../protocol/commands";
import type { SharedLink } from "../tabs/shared-link";
import { waitFor, type Settle } from "./wait";

interface Waiting {
  channels: readonly string[];
  settle: Settle<undefined>;
  /** Whether the server has carried out all that was written before the caller asked. */
  question: "due" | "asked" | "answered";
}

/** Tells callers when the server is reached, and when it sends the messages of channels. */
export class Readiness {
  /** The channels that the server sends, as it was told last; `undefined`: it is not reached. */
  private _heard: ReadonlySet<string> | undefined;
  /** Why the server sends no other channels, nor will; `undefined`: it may. */
  private _lack: string | undefined;
  /** Why no connection will come. */
  private _refusal: CometError | undefined;
  private readonly _waiting = new Set<Waiting>();
  private _callbacks: (() => unknown)[] = [];
  private readonly _onStop = new Set<() => void>();
  private _isAskDue = false;

  constructor(private readonly _link: Pick<SharedLink, "isConnected" | "send" | "outbox">) {}

  /**
   * Resolves once the server is reached, and sends the messages of all these channels. A channel that
   * was left shortly before is still told as sent: so a question that the server is asked behind the
   * list of channels has to be answered first.
   * @throws CometError for bad options.
   */
  wait(channels: readonly string[], options?: WaitOptions): Promise<void> {
    return waitFor<undefined>(options, (settle) => {
      const question = channels.length ? "due" : "answered";
      const waiting: Waiting = { channels, settle, question };
      if (this._refusal) settle(this._refusal);
      else {
        this._waiting.add(waiting);
        this._check(waiting);
        this._askSoon();
      }
      return (error) => {
        this._waiting.delete(waiting);
        settle(error);
      };
    });
  }

  /**
   * Calls a callback once, when the server is reached, also if `stop` comes before.
   * @throws CometError if it is no function.
   */
  call(callback: () => unknown): void {
    checkCallback(callback);
    this._callbacks.push(callback);
    if (this._link.isConnected) nextTask(() => this._link.isConnected && this._callAll());
  }

  /** A connection may come again. */
  begin(): void {
    this._refusal = undefined;
    this._link.outbox.admit();
  }

  onConnect(): void {
    this._refusal = undefined;
    this._heard ??= new Set();
    this._settle();
    this._askSoon();
    this._callAll();
  }

  /** The server sends these channels. @param lack why it sends no others, and will not. */
  onHeard(channels: readonly string[], lack?: string): void {
    this._heard = new Set(channels);
    this._lack = lack;
    this._settle();
  }

  onDisconnect(): void {
    this._heard = this._lack = undefined;
  }

  /** No connection will come before `begin`: nothing is waited for, neither now nor later. */
  refuse(error: CometError): void {
    this._refusal = error;
    this._fail(error);
    this._link.outbox.refuse(error);
  }

  stop(): void {
    this._heard = this._lack = this._refusal = undefined;
    this._fail(wasStopped());
    for (const callback of [...this._onStop]) callback();
  }

  /** Calls a callback at each `stop`. Returns a function that ends this. */
  onStop(callback: () => void): () => void {
    this._onStop.add(callback);
    return () => this._onStop.delete(callback);
  }

  private _callAll(): void {
    for (const callback of this._callbacks.splice(0)) callPage(callback);
  }

  /** Asks one question for all callers of this task, if any still waits for it. */
  private _askSoon(): void {
    if (this._isAskDue || !this._heard) return;
    this._isAskDue = true;
    nextTask(() => {
      this._isAskDue = false;
      const asked = [...this._waiting].filter(({ question }) => question === "due");
      if (!asked.length) return;
      for (const waiting of asked) waiting.question = "asked";
      const onDone = (error?: CometError) => this._onAnswer(asked, error);
      this._link.send({ command: PAGE_FENCE, onDone, endsAtStop: true });
    });
  }

  private _onAnswer(asked: readonly Waiting[], error: CometError | undefined): void {
    for (const waiting of asked) {
      // The next connection asks again, unless it was this one that could not.
      if (error && this._heard) this._end(waiting, error);
      else waiting.question = error ? "due" : "answered";
    }
    this._settle();
  }

  private _settle(): void {
    for (const waiting of [...this._waiting]) this._check(waiting);
  }

  /** Settles one that need not wait any longer. */
  private _check(waiting: Waiting): void {
    const heard = this._heard;
    if (!heard || waiting.question !== "answered") return;
    const missing = waiting.channels.filter((channel) => !heard.has(channel));
    if (!missing.length) this._end(waiting);
    else if (this._lack !== undefined)
      this._end(waiting, new CometError("refused", this._lack, missing.join()));
  }

  private _end(waiting: Waiting, error?: CometError): void {
    this._waiting.delete(waiting);
    waiting.settle(error);
  }

  private _fail(error: CometError): void {
    const all = [...this._waiting];
    this._waiting.clear();
    for (const { settle } of all) settle(error);
  }
}
