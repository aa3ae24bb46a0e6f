"use client";
export { CometProvider, useComet } from './react/context.js';
export { useAuthorized, useChannel, useCometState, usePublish } from './react/hooks.js';
export { usePresence } from './react/presence.js';
export { createCometHooks } from './react/typed.js';
//# sourceMappingURL=react.js.map
