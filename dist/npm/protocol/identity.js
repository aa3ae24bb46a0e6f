import { decodeData } from './payload.js';

function identityOf({ channel, event, userId, data }) {
  return [channel, event, userId, contentOf(data)].join("\n");
}
function contentOf(data) {
  try {
    const value = decodeData(data);
    return typeof value === "string" ? value : JSON.stringify(value);
  } catch {
    return String(typeof data === "string" ? data : "");
  }
}

export { identityOf };
//# sourceMappingURL=identity.js.map
