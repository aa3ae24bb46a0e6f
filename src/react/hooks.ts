import { useCallback, useEffect, useRef, useSyncExternalStore } from "react";
import type { ConnectionState, Message, PromiseApi, SubscriptionOptions } from "../index";
import type { AnyChannels, CometEvents, CometServerApi } from "../index";
import { useComet } from "./context";

/**
 * Calls `handler` for each message of a key, as `subscribe` does, as long as the component is mounted.
 * The handler of the latest render is called: it may be a new function each time. Where the new key
 * and the one before have a channel in common, none of its messages is lost.
 * @param key `null` or `undefined`: none.
 * @throws CometError `argument`, to the error boundary, for a bad key or option.
 */
export function useChannel(
  key: string | null | undefined,
  handler: (message: Message) => void,
  options?: SubscriptionOptions,
): void {
  const api = useComet();
  const recover = options?.recover;
  const latest = useRef(handler);
  // Together with the subscription: the handler of a new key gets no message of the one before.
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    if (key == null) return undefined;
    // The instance gathers what changes in one task, and the effects of a commit run in one.
    const subscription = api.subscribe(key, (message) => latest.current(message), { recover });
    return () => subscription.unsubscribe();
  }, [api, key, recover]);
}

/** The state of the connection: `CometServerApi.state`. On a server and in hydration: `stopped`. */
export function useCometState(): ConnectionState {
  const api = useComet();
  return useSyncExternalStore(
    useCallback((onChange) => api.on("state", onChange), [api]),
    () => api.state,
    () => "stopped",
  );
}

/** Events by which the authorisation may have changed. */
const AUTHORISATION = ["authorized", "denied", "state"] as const satisfies (keyof CometEvents)[];

/** Whether the visitor is authorised; `undefined`: not known yet, and on a server. */
export function useAuthorized(): boolean | undefined {
  const api = useComet();
  return useSyncExternalStore(
    useCallback((onChange) => onAny(api, onChange), [api]),
    () => api.isAuthorized(),
    () => undefined,
  );
}

function onAny(api: CometServerApi, onChange: () => void): () => void {
  const ends = AUTHORISATION.map((event) => api.on(event, onChange));
  return () => ends.forEach((end) => end());
}

/**
 * `publish` of the instance, the same function in each render. What it publishes goes out even if the
 * component is unmounted meanwhile: give it a `signal` to end that.
 */
export function usePublish(): PromiseApi<AnyChannels>["publish"] {
  const api = useComet();
  return useCallback<PromiseApi<AnyChannels>["publish"]>(
    (channel, event, data, options) => api.publish(channel, event, data, options),
    [api],
  );
}
