import { useComet, CometProvider } from './context.js';
import { usePublish, useAuthorized, useCometState, useChannel } from './hooks.js';
import { usePresence } from './presence.js';

function createCometHooks() {
  const hooks = { CometProvider, useComet, useChannel, useCometState };
  return { ...hooks, useAuthorized, usePresence, usePublish };
}

export { createCometHooks };
//# sourceMappingURL=typed.js.map
