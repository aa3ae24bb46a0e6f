import { decodeData } from './payload.js';
import { toText } from './values.js';

function contentOf({ channel, event, data }) {
  return [channel, event, textOf(data)].join("\n");
}
function textOf(data) {
  try {
    return JSON.stringify(decodeData(data));
  } catch {
    return toText(data);
  }
}

export { contentOf };
//# sourceMappingURL=identity.js.map
