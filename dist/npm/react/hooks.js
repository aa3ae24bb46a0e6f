import { useSyncExternalStore, useCallback, useRef, useEffect } from 'react';
import { useComet } from './context.js';

function useChannel(key, handler, options) {
  const api = useComet();
  const recover = options?.recover;
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    if (key == null) return void 0;
    const subscription = api.subscribe(key, (message) => latest.current(message), { recover });
    return () => subscription.unsubscribe();
  }, [api, key, recover]);
}
function useCometState() {
  const api = useComet();
  return useSyncExternalStore(
    useCallback((onChange) => api.on("state", onChange), [api]),
    () => api.state,
    () => "stopped"
  );
}
const AUTHORISATION = ["authorized", "denied", "state"];
function useAuthorized() {
  const api = useComet();
  return useSyncExternalStore(
    useCallback((onChange) => onAny(api, onChange), [api]),
    () => api.isAuthorized(),
    () => void 0
  );
}
function onAny(api, onChange) {
  const ends = AUTHORISATION.map((event) => api.on(event, onChange));
  return () => ends.forEach((end) => end());
}
function usePublish() {
  const api = useComet();
  return useCallback(
    (channel, event, data, options) => api.publish(channel, event, data, options),
    [api]
  );
}

export { useAuthorized, useChannel, useCometState, usePublish };
//# sourceMappingURL=hooks.js.map
