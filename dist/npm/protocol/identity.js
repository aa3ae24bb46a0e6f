import { decodeData } from './payload.js';

function contentOf({ channel, event, data }) {
  return [channel, event, textOf(data)].join("\n");
}
function textOf(data) {
  try {
    const value = decodeData(data);
    return typeof value === "string" ? value : JSON.stringify(value);
  } catch {
    return String(typeof data === "string" ? data : "");
  }
}

export { contentOf };
//# sourceMappingURL=identity.js.map
