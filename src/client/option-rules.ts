import { badArgument, type CometError } from "../api/errors";
import { USER_ID, USER_ID_RULE } from "../protocol/limits";
import { fit, hostsOf, loggerOf, shownOf } from "./given";

/** The characters that need no escaping in a path: the server decodes nothing and cuts at `&`. */
export const USER_KEY = /^[\w!$%'()*+,./:;=@~-]{1,600}$/;
export const USER_KEY_RULE = "1 to 600 characters that a URL takes as they are";
/** Browsers take a host that is a number for an address: it is a port that lacks its host. */
const HOST = /(?!\d+($|[:/]))[^\s?#&/:@[\]]+|\[[\da-f:.]+\]/i.source;
const PORT = /:([0-5]?\d{1,4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5])/.source;
const NODE = new RegExp(`^(${HOST})(${PORT})?(/[^\\s?#&]*)?$`, "i");
export const NODE_RULE = "it is host, host:port or host/path";
/** The spellings of `node`, in their order of precedence. */
export const NODE_NAMES = ["node", "nodes", "nodeArray"] as const;
export const MILLISECONDS = /^\d{1,9}$/;
export const UUID = /^[\w-]{32}$/;
export const OPTIONS_RULE = "it is an object, and its members can be read";

const SWITCH: [RegExp, string] = [/^(true|false)$/, "it is true or false"];
const LOGGER_RULE = "it has the functions debug, info, warn and error";

const RULES: Record<string, [RegExp, string]> = {
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
  uuid: [UUID, "it has 32 characters out of A-Z a-z 0-9 _ -"],
};

/** What is wrong with the value of an option. */
export function faultOf(name: string, value: unknown): CometError | undefined {
  if (name === "user_key" && typeof value === "function") return undefined;
  if (name === "logger")
    return value && !loggerOf(value) ? badArgument(name, value, LOGGER_RULE) : undefined;
  if (!Object.prototype.hasOwnProperty.call(RULES, name)) return undefined;
  const [pattern, rule] = RULES[name] as [RegExp, string];
  const texts = pattern === NODE ? hostsOf(value) : [value];
  const isBad = (text: unknown) => (text || Number.isNaN(text)) && !fit(text, pattern);
  if (!texts.some(isBad)) return undefined;
  // Never write a key anywhere, not even a bad one, or one that was passed as the id.
  const shown = name === "user_key" ? "…" : name === "user_id" ? shownOf(value) : value;
  return badArgument(name, shown, rule);
}
