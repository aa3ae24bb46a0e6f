import { COMMAND_NAMES } from './commands.js';
import { checkOneOf, checkInteger, InputError } from './input.js';

const REFUSALS = [401, 406, 418, "connection", "http", "silence"];
const MAX_DELAY_MS = 864e5;
function checkRefusal(value) {
  return value === null ? null : checkOneOf("refusal", value, REFUSALS);
}
function checkDelay(value) {
  return checkInteger("delay", value, 0, MAX_DELAY_MS);
}
function checkCommands(value) {
  if (!Array.isArray(value)) throw new InputError("withhold", value, "a list of commands");
  return value.map((name) => checkOneOf("command", name, COMMAND_NAMES));
}
class Faults {
  constructor() {
    this.refusing = null;
    this.delaying = 0;
    this.withheld = /* @__PURE__ */ new Set();
  }
  get refusal() {
    return this.refusing;
  }
  set refusal(value) {
    this.refusing = checkRefusal(value);
  }
  /** Milliseconds for which frames to clients are held back. */
  get delayMs() {
    return this.delaying;
  }
  set delayMs(value) {
    this.delaying = checkDelay(value);
  }
  /** Commands whose answers are held back. */
  get withheldCommands() {
    return [...this.withheld];
  }
  set withheldCommands(names) {
    this.withheld = new Set(checkCommands(names));
  }
  withholds(name) {
    return name !== void 0 && this.withheld.has(name);
  }
}

export { Faults, checkCommands, checkDelay, checkRefusal };
//# sourceMappingURL=faults.js.map
