import { checkCallback, wasStopped, type CometError } from "../api/errors";
import type { WaitOptions } from "../api/promises";
import { callPage, nextTask } from "../platform/tasks";
import { waitFor, type Settle } from "./wait";

interface Waiting {
  channels: readonly string[];
  settle: Settle<undefined>;
}

/** Tells callers when the server is reached, and when it sends the messages of channels. */
export class Readiness {
  /** `undefined`: the server is not reached. */
  private _heard: ReadonlySet<string> | undefined;
  /** Why no connection will come. */
  private _refusal: CometError | undefined;
  private readonly _waiting = new Set<Waiting>();
  private _callbacks: (() => unknown)[] = [];

  /** @param _isConnected whether the server can be reached now. */
  constructor(private readonly _isConnected: () => boolean) {}

  /**
   * Resolves once the server is reached, and sends the messages of all these channels.
   * @throws CometError for bad options.
   */
  wait(channels: readonly string[], options?: WaitOptions): Promise<void> {
    return waitFor<undefined>(options, (settle) => {
      const waiting = { channels, settle };
      if (this._refusal) settle(this._refusal);
      else if (this._has(channels)) settle(undefined);
      else this._waiting.add(waiting);
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
    if (this._isConnected()) nextTask(() => this._isConnected() && this._callAll());
  }

  /** A connection may come again. */
  begin(): void {
    this._refusal = undefined;
  }

  onConnect(): void {
    this._refusal = undefined;
    this._heard ??= new Set();
    this._settle();
    this._callAll();
  }

  onHeard(channels: readonly string[]): void {
    this._heard = new Set(channels);
    this._settle();
  }

  onDisconnect(): void {
    this._heard = undefined;
  }

  /** No connection will come before `begin`. */
  refuse(error: CometError): void {
    this._refusal = error;
    this._fail(error);
  }

  stop(): void {
    this._heard = this._refusal = undefined;
    this._fail(wasStopped());
  }

  private _callAll(): void {
    for (const callback of this._callbacks.splice(0)) callPage(callback);
  }

  private _has(channels: readonly string[]): boolean {
    const heard = this._heard;
    return heard !== undefined && channels.every((channel) => heard.has(channel));
  }

  private _settle(): void {
    for (const waiting of [...this._waiting])
      if (this._has(waiting.channels)) {
        this._waiting.delete(waiting);
        waiting.settle(undefined);
      }
  }

  private _fail(error: CometError): void {
    const all = [...this._waiting];
    this._waiting.clear();
    for (const { settle } of all) settle(error);
  }
}
