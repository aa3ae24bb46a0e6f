import { useCallback, useSyncExternalStore } from "react";
import { presence, type Presence, type PresenceOptions, type TrackedUser } from "../index";
import type { CometServerApi } from "../index";
import { useComet } from "./context";

/** Options of `usePresence`. */
export type UsePresenceOptions = Omit<PresenceOptions, "signal">;

/** A list that components show. */
interface Shown {
  readonly room: Presence;
  /** `undefined`: not known yet. */
  users: readonly TrackedUser[] | undefined;
  readonly listeners: Set<() => void>;
}

/** By instance; then by channel and grace time. */
const lists = new WeakMap<CometServerApi, Map<string, Shown>>();

/**
 * Who is in a `track_*` channel, as `presence` tells: a new array at each change. `undefined`: not
 * known yet, and on a server. Components that show the same channel share a list and change together.
 * @param channel `null` or `undefined`: none.
 * @throws CometError `argument`, to the error boundary, for a bad channel or option.
 */
export function usePresence(
  channel: string | null | undefined,
  options?: UsePresenceOptions,
): readonly TrackedUser[] | undefined {
  const api = useComet();
  const graceMs = options?.graceMs;
  return useSyncExternalStore(
    useCallback(
      (onChange) => (channel == null ? () => undefined : show(api, channel, { graceMs }, onChange)),
      [api, channel, graceMs],
    ),
    () => lists.get(api)?.get(idOf(channel, graceMs))?.users,
    () => undefined,
  );
}

function idOf(channel: string | null | undefined, graceMs: number | undefined): string {
  return `${channel} ${graceMs}`;
}

/** Joins the channel for the first component. The function that it returns leaves for the last one. */
function show(
  api: CometServerApi,
  channel: string,
  options: UsePresenceOptions,
  onChange: () => void,
): () => void {
  const all = lists.get(api) ?? new Map<string, Shown>();
  lists.set(api, all);
  const id = idOf(channel, options.graceMs);
  const shown = all.get(id) ?? begin(presence(api, channel, options));
  all.set(id, shown);
  shown.listeners.add(onChange);
  return () => {
    shown.listeners.delete(onChange);
    // A component that takes this one's place, as in StrictMode, is mounted in the same task.
    queueMicrotask(() => {
      if (shown.listeners.size || all.get(id) !== shown) return;
      all.delete(id);
      shown.room.end();
    });
  };
}

function begin(room: Presence): Shown {
  const shown: Shown = { room, users: undefined, listeners: new Set() };
  room.on("change", (users) => {
    shown.users = users;
    for (const listener of shown.listeners) listener();
  });
  return shown;
}
