import { firstOf } from './pending.js';

const WITHOUT_CONNECTION = {
  ...{ count: 500, length: 4 * 1024 * 1024 },
  awaited: "a connection"
};
const WITH_CONNECTION = {
  ...{ count: 4e3, length: 64 * 1024 * 1024 },
  awaited: "the tab with the connection"
};
function excessOf(waiting, isConnected) {
  const limit = isConnected ? WITH_CONNECTION : WITHOUT_CONNECTION;
  const kept = firstOf([...waiting].reverse(), limit).length;
  if (kept === waiting.length) return void 0;
  const { count, length, awaited } = limit;
  return {
    oldest: waiting.slice(0, waiting.length - kept),
    reason: `over ${count} commands or ${length} characters wait for ${awaited}`
  };
}

export { excessOf };
//# sourceMappingURL=excess.js.map
