import { escapeLiteral } from './escape.js';
import { checkBoolean, InputError } from './input.js';

function literalText(data, { raw = false } = {}) {
  if (checkBoolean("raw", raw)) {
    if (typeof data === "string") return data;
    throw new InputError("data", data, "a text, since raw is true");
  }
  return escapeLiteral(toJson(data));
}
function toJson(data) {
  let json;
  try {
    json = JSON.stringify(data);
  } catch {
    json = void 0;
  }
  if (json === void 0) throw new InputError("data", data, "a value that JSON can hold");
  return json;
}

export { literalText };
//# sourceMappingURL=literal.js.map
