import { onAbort } from './on-abort.js';
import { PromiseNames } from './promise-names.js';
import { Stream } from './stream.js';

function messages(api, key, options) {
  const stream = new Stream();
  const subscription = api.subscribe(key, (message) => stream.push(message), options);
  void subscription.ended.then(() => stream.end());
  stream.begin([
    () => subscription.unsubscribe(),
    PromiseNames.onStop(api, () => stream.end()),
    onAbort(options?.signal, (error) => stream.end({ type: "failed", error }, true))
  ]);
  return stream;
}

export { messages };
//# sourceMappingURL=messages.js.map
