import { LegacyApi as LegacyApi$1 } from './legacy/legacy-api.js';
export { Base64 } from './legacy/base64.js';
export { createTabSignal } from './legacy/tab-signal.js';

const LegacyApi = LegacyApi$1;

export { LegacyApi };
//# sourceMappingURL=legacy.js.map
