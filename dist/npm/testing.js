export { createTestComet } from './testing/create.js';
export { InputError } from './dev-server/core/input.js';
//# sourceMappingURL=testing.js.map
