/**
 * Hooks for React 18 and later. Importing it has no effect, and a server can render with it: there the
 * connection is `stopped`, and nothing is known.
 */
export { CometProvider, useComet, type CometProviderProps } from "./react/context";
export { useAuthorized, useChannel, useCometState, usePublish } from "./react/hooks";
export { usePresence, type UsePresenceOptions } from "./react/presence";
export { createCometHooks, type CometHooks } from "./react/typed";
