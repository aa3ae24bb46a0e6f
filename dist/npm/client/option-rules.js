import { badArgument } from '../api/errors.js';
import { USER_ID, USER_ID_RULE } from '../protocol/limits.js';
import { loggerOf, hostsOf, shownOf, fit } from './given.js';

const USER_KEY = /^[\w!$%'()*+,./:;=@~-]{1,600}$/;
const USER_KEY_RULE = "1 to 600 characters that a URL takes as they are";
const HOST = /(?!\d+($|[:/]))[^\s?#&/:@[\]]+|\[[\da-f:.]+\]/i.source;
const PORT = /:([0-5]?\d{1,4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5])/.source;
const NODE = new RegExp(`^(${HOST})(${PORT})?(/[^\\s?#&]*)?$`, "i");
const NODE_RULE = "it is host, host:port or host/path";
const NODE_NAMES = ["node", "nodes", "nodeArray"];
const MILLISECONDS = /^\d{1,9}$/;
const UUID = /^[\w-]{32}$/;
const OPTIONS_RULE = "it is an object, and its members can be read";
const SWITCH = [/^(true|false)$/, "it is true or false"];
const LOGGER_RULE = "it has the functions debug, info, warn and error";
const RULES = {
  node: [NODE, NODE_RULE],
  nodes: [NODE, NODE_RULE],
  nodeArray: [NODE, NODE_RULE],
  dev_id: [USER_ID, USER_ID_RULE],
  user_id: [USER_ID, USER_ID_RULE],
  user_key: [USER_KEY, `it has ${USER_KEY_RULE}`],
  queue_delay: [MILLISECONDS, "it is a number of milliseconds, 0 or false for none"],
  wss: SWITCH,
  recover: SWITCH,
  visible_leads: SWITCH,
  standby: SWITCH,
  uuid: [UUID, "it has 32 characters out of A-Z a-z 0-9 _ -"]
};
function faultOf(name, value) {
  if (name === "user_key" && typeof value === "function") return void 0;
  if (name === "logger")
    return value && !loggerOf(value) ? badArgument(name, value, LOGGER_RULE) : void 0;
  if (!Object.prototype.hasOwnProperty.call(RULES, name)) return void 0;
  const [pattern, rule] = RULES[name];
  const texts = pattern === NODE ? hostsOf(value) : [value];
  const isBad = (text) => (text || Number.isNaN(text)) && !fit(text, pattern);
  if (!texts.some(isBad)) return void 0;
  const shown = name === "user_key" ? "\u2026" : name === "user_id" ? shownOf(value) : value;
  return badArgument(name, shown, rule);
}

export { MILLISECONDS, NODE_NAMES, NODE_RULE, OPTIONS_RULE, USER_KEY, USER_KEY_RULE, UUID, faultOf };
//# sourceMappingURL=option-rules.js.map
