import type { KeyOf, MessageOf, Suggested } from "./channels";
import type { CometServerApi } from "./contract";
import { onAbort } from "./on-abort";
import { PromiseNames } from "./promise-names";
import type { SubscribeOptions } from "./promises";
import { Stream } from "./stream";

/**
 * The messages of a key, for `for await`. Begins at once: what comes before the first `next()` waits.
 * `stop()` and `unsubscriptionAll()` end it, `options.signal` ends it with the error `aborted`; if over
 * 1,000 messages wait, it ends behind them with `dropped`. Leaving the loop ends the subscription.
 * @throws CometError `argument` for a bad key or option.
 */
export function messages<Channels extends object, K extends Suggested<Channels>>(
  api: CometServerApi<Channels>,
  key: KeyOf<Channels, K>,
  options?: Omit<SubscribeOptions, "once">,
): AsyncIterableIterator<MessageOf<Channels, K>> {
  const stream = new Stream<MessageOf<Channels, K>>();
  const subscription = api.subscribe<K>(key, (message) => stream.push(message), options);
  void subscription.ended.then(() => stream.end());
  stream.begin([
    () => subscription.unsubscribe(),
    PromiseNames.onStop(api, () => stream.end()),
    onAbort(options?.signal, (error) => stream.end({ type: "failed", error }, true)),
  ]);
  return stream;
}
