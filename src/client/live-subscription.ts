import { badArgument, checkCallback } from "../api/errors";
import type { Message } from "../api/channels";
import type { SubscribeOptions, Subscription } from "../api/promises";
import type { CometMessage } from "../api/types";
import { asMessage } from "./delivery";
import { readMembers } from "./given";
import type { Readiness } from "./readiness";
import type { Subscriptions } from "./subscriptions";
import { checkedSignal } from "./wait";

/** What a subscription needs of the client. */
export interface SubscriptionParts {
  subscriptions: Subscriptions;
  readiness: Readiness;
}

/** A subscription that ends itself. */
export class LiveSubscription implements Subscription {
  private readonly _end = new AbortController();
  private readonly _id: string | undefined;
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
      handler(asMessage(message));
    };
    this._id = _parts.subscriptions.add(key, onMessage, { recover });
    if (signal?.aborted) this.unsubscribe();
    signal?.addEventListener("abort", () => this.unsubscribe(), { signal: this._end.signal });
  }

  get isEnded(): boolean {
    return this._end.signal.aborted;
  }

  get ready(): Promise<void> {
    const { readiness, subscriptions } = this._parts;
    const { signal } = this._end;
    return (this._ready ??= readiness.wait(subscriptions.channelsOf(this._id), { signal }));
  }

  unsubscribe(): void {
    this._parts.subscriptions.remove(this._id);
    this._end.abort();
  }
}
