import { isEventName, EVENT_RULE, isChannelName, CHANNEL_RULE } from './names.js';

class InputError extends RangeError {
  constructor(field, value, rule) {
    super(`${field} is ${describe(value)}, but must be ${rule}`);
    this.field = field;
    this.value = value;
    this.rule = rule;
    this.name = "InputError";
  }
}
const MAX_USER_ID = 999999999;
function checkInteger(field, value, from, to) {
  if (typeof value === "number" && Number.isInteger(value) && value >= from && value <= to) {
    return value;
  }
  throw new InputError(field, value, `an integer from ${from} to ${to}`);
}
function checkUserId(value) {
  return checkInteger("user id", value, 1, MAX_USER_ID);
}
function checkHash(value) {
  if (typeof value === "string" && /^[!-%'-~]{1,32}$/.test(value)) return value;
  throw new InputError("hash", value, "1 to 32 visible ASCII characters without &");
}
function checkChannel(value) {
  if (typeof value === "string" && isChannelName(value)) return value;
  throw new InputError("channel", value, CHANNEL_RULE);
}
function checkEvent(value) {
  if (typeof value === "string" && isEventName(value)) return value;
  throw new InputError("event", value, EVENT_RULE);
}
function checkBoolean(field, value) {
  if (typeof value === "boolean") return value;
  throw new InputError(field, value, "true or false");
}
function checkOneOf(field, value, allowed) {
  const found = allowed.find((one) => one === value);
  if (found !== void 0) return found;
  throw new InputError(field, value, `one of ${allowed.map(describe).join(", ")}`);
}
const SHOWN_CHARACTERS = 80;
function describe(value) {
  const text = typeof value === "number" ? String(value) : toJson(value) ?? withoutJson(value);
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}\u2026` : text;
}
function withoutJson(value) {
  return typeof value === "object" ? Object.prototype.toString.call(value) : String(value);
}
function toJson(value) {
  try {
    return JSON.stringify(value);
  } catch {
    return void 0;
  }
}

export { InputError, MAX_USER_ID, checkBoolean, checkChannel, checkEvent, checkHash, checkInteger, checkOneOf, checkUserId };
//# sourceMappingURL=input.js.map
