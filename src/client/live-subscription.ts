import { badArgument, checkCallback, CometError } from "../api/errors";
import type { Message } from "../api/channels";
import type { SubscribeOptions, Subscription } from "../api/promises";
import type { CometMessage } from "../api/types";
import { asMessage } from "./delivery";
import { readMembers } from "./given";
import type { Readiness } from "./readiness";
import type { Subscriptions } from "./subscriptions";
import { checkedSignal } from "./wait";

/** For which subscription each message object was made. */
const origins = new WeakMap<object, Subscription>();

/** For which subscription a message object was made, if it was by `subscribe`. */
export function subscriptionOf(message: object): Subscription | undefined {
  return origins.get(message);
}

/** What a subscription needs of the client. */
export interface SubscriptionParts {
  subscriptions: Subscriptions;
  readiness: Readiness;
}

/** A subscription that ends itself. */
export class LiveSubscription implements Subscription {
  private readonly _end = new AbortController();
  private readonly _id: string;
  private _ready: Promise<void> | undefined;
  declare [Symbol.dispose]: () => void;

  /** @throws CometError for a bad key, handler or option. */
  constructor(
    readonly key: string,
    private readonly _parts: SubscriptionParts,
    handler: (message: Message) => void,
    options: SubscribeOptions | undefined,
  ) {
    if ("dispose" in Symbol) this[Symbol.dispose] = () => this.unsubscribe();
    checkCallback(handler);
    const { once, recover, signal } = readMembers<SubscribeOptions>(options);
    if (once !== undefined && typeof once !== "boolean")
      throw badArgument("once", once, "it is true or false");
    checkedSignal(signal);
    const onMessage = (message: CometMessage) => {
      if (once) this.unsubscribe();
      const told = asMessage(message);
      origins.set(told, this);
      handler(told);
    };
    this._id = _parts.subscriptions.add(key, onMessage, { recover });
    const ended = new CometError("aborted", "The subscription has ended", key);
    _parts.subscriptions.onEnd(this._id, () => this._end.abort(ended));
    if (signal?.aborted) this.unsubscribe();
    signal?.addEventListener("abort", () => this.unsubscribe(), { signal: this._end.signal });
  }

  get isEnded(): boolean {
    return this._end.signal.aborted;
  }

  get ready(): Promise<void> {
    return (this._ready ??= this._wait());
  }

  get ended(): Promise<void> {
    const { signal } = this._end;
    return new Promise((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener("abort", () => resolve());
    });
  }

  private _wait(): Promise<void> {
    const { readiness, subscriptions } = this._parts;
    const { signal } = this._end;
    const ready = readiness.wait(subscriptions.channelsOf(this._id), { signal });
    // After `stop()`, say, the page may start again.
    ready.catch(() => (this._ready = undefined));
    return ready;
  }

  unsubscribe(): void {
    this._parts.subscriptions.remove(this._id);
  }
}
