import { InputError, checkInteger } from './input.js';

const DEFAULT_LIMITS = {
  maxConnections: 1e3,
  maxUsers: 1e4,
  maxLogs: 100,
  maxQueuedMessages: 100,
  maxUserDataBytes: 16384,
  maxBufferedBytes: 16 * 1024 * 1024,
  maxWaitingCommands: 1e4,
  maxReceived: 1e3,
  maxBodyBytes: 262144
};
function resolveLimits(limits) {
  const given = Object.entries(limits).filter(([, value]) => value !== void 0);
  for (const [name, value] of given) {
    if (!(name in DEFAULT_LIMITS)) {
      throw new InputError("limits", name, `one of ${Object.keys(DEFAULT_LIMITS).join(", ")}`);
    }
    checkInteger(`limits.${name}`, value, 1, Number.MAX_SAFE_INTEGER);
  }
  return { ...DEFAULT_LIMITS, ...Object.fromEntries(given) };
}

export { resolveLimits };
//# sourceMappingURL=settings.js.map
