import { useSyncExternalStore, useCallback } from 'react';
import { useComet } from './context.js';
import { presence } from '../api/presence.js';

const lists = /* @__PURE__ */ new WeakMap();
function usePresence(channel, options) {
  const api = useComet();
  const graceMs = options?.graceMs;
  return useSyncExternalStore(
    useCallback(
      (onChange) => channel == null ? () => void 0 : show(api, channel, { graceMs }, onChange),
      [api, channel, graceMs]
    ),
    () => lists.get(api)?.get(idOf(channel, graceMs))?.users,
    () => void 0
  );
}
function idOf(channel, graceMs) {
  return `${channel} ${graceMs}`;
}
function show(api, channel, options, onChange) {
  const all = lists.get(api) ?? /* @__PURE__ */ new Map();
  lists.set(api, all);
  const id = idOf(channel, options.graceMs);
  const shown = all.get(id) ?? begin(presence(api, channel, options));
  all.set(id, shown);
  shown.listeners.add(onChange);
  return () => {
    shown.listeners.delete(onChange);
    queueMicrotask(() => {
      if (shown.listeners.size || all.get(id) !== shown) return;
      all.delete(id);
      shown.room.end();
    });
  };
}
function begin(room) {
  const shown = { room, users: void 0, listeners: /* @__PURE__ */ new Set() };
  room.on("change", (users) => {
    shown.users = users;
    for (const listener of shown.listeners) listener();
  });
  return shown;
}

export { usePresence };
//# sourceMappingURL=presence.js.map
