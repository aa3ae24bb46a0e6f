import { MIN_WAKE_GAP_MS } from './retry.js';

const BROWSER_NETWORK = {
  open: (url) => new WebSocket(url),
  wakeGapMs: MIN_WAKE_GAP_MS
};

export { BROWSER_NETWORK };
//# sourceMappingURL=network.js.map
