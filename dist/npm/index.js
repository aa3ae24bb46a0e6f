import { CometApi as CometApi$1 } from './api/comet-api.js';
export { CometError } from './api/errors.js';
export { checked } from './api/checked.js';
export { messages } from './api/messages.js';
export { presence } from './api/presence.js';

const cometApi = /* @__PURE__ */ new CometApi$1();
const CometApi = CometApi$1;

export { CometApi, cometApi };
//# sourceMappingURL=index.js.map
