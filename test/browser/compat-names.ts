/** Every name that pages of CometServerApi.js rely on, with a few words on what it does. */

const GLOBALS = {
  cometApi: "the instance that pages use",
  "CometServer()": "returns it",
  cometServerApi: "constructor of further instances",
  _cometServerApi: "the same",
  "new cometServerApi(options)": "an instance with options and subscriptions of its own",
  "_cometServerApi.prototype.stripslashes": "as `cometApi.stripslashes`",
  "_cometServerApi.prototype.options": "the options of `cometApi`",
  "_cometServerApi.prototype.Base64": "as `cometApi.Base64`",
  tabSignal: "signals and states, see below; an existing `tabSignal` of the page is left alone",
  "comet_server_signal()": "returns `tabSignal`",
} as const;

const MEMBERS = {
  start: "connects and merges options; reconnects only if they change the connection",
  restart: "merges options and reconnects, for all tabs of the visitor",
  stop: "ends this tab's connection until `start`; another tab takes over",
  subscription: "listens to a key, see below",
  Subscription: "the same",
  unsubscription: "ends one subscription; the last one of a channel leaves the channel",
  unsubscriptionAll: "ends all subscriptions",
  web_pipe_send: "publishes; returns `true`: sent, `false`: queued, `undefined`: refused",
  multi_web_pipe_send: "publishes several times; listeners are called once",
  get_pipe_log: "replays a channel's log; the callback stays subscribed, once",
  count_users_in_pipe: "how many listen to a channel",
  getTrackPipeUsers: "who listens to a `track_*` channel",
  getUserData: "the text that the back end stored for a user",
  onAuthSuccess: "called when the status changes to authorised",
  onAuthFail: "called when the status changes to anonymous",
  onAuthFalill: "the same, as old pages spell it",
  isAuthorized: "whether the visitor is authorised; `undefined`: not known yet",
  isMaster: "whether this tab holds the connection; `undefined`: not decided yet",
  isConnected: "whether the server can be reached",
  getUserId: 'the visitor\'s id; `""` for an anonymous visitor',
  getUserKey: "the key that the options name",
  getRealUserKey: "the key that the server holds",
  setRealUserKey: "changes what `getRealUserKey` returns",
  getDevId: "the account on a shared server",
  getUUID: "32 characters, one per browser",
  getTabUUID: "16 characters, one per page load",
  getCustomString: "10 random characters",
  getUrl: "the address of a connection",
  UseWebSocket: "returns `true`; warns if `false` asks for long polling",
  UseWss: "chooses TLS",
  isUseWss: "whether TLS is used",
  getLogLevel: "see `LogLevel`",
  setLogLevel: "see `LogLevel`",
  LogLevel: "0: only what a developer must act on; 1: connection events, too; never a key",
  sendStatistics: "sends the `statistics` command; the library never calls it by itself",
  "Base64.encode": "UTF-8 to Base64",
  "Base64.decode": "Base64 to UTF-8",
  stripslashes: "undoes PHP's `addslashes`",
  version: "of this library",
  options: "all options given so far, merged",
} as const;

const OPTIONS = {
  "option node": "the server's address",
  "option node (array)": "several addresses: it connects to all",
  "option node (none)": "without the option: the demo server, with `dev_id` 15 and a warning",
  "option node (empty)": "empty: the demo server, as an anonymous visitor; no key is sent there",
  "option nodes": "as `node`",
  "option nodeArray": "as `node`",
  "option dev_id": "the account on a shared server; 0 on a server of your own",
  "option user_id": "the visitor",
  "option user_key": "the visitor's hash or JWT",
  "option uuid": "replaces the browser's own id",
  "option wss": "TLS or not",
  "option queue_delay": "how long messages from the queue of an absent user wait; default 1200 ms",
  "option roundrobin": "of several addresses it connects to one",
  "option nostat": "accepted; no statistics are sent anyway",
  "option CookieKyeName": "cookie with the key; default `CometUserKey`",
  "option CookieIdName": "cookie with the id; default `CometUserid`",
} as const;

const SIGNALS = {
  "tabSignal.connect": "`(signal, fn)` or `(slot, signal, fn)`; returns the slot",
  "tabSignal.disconnect": "removes a slot; returns whether it existed",
  "tabSignal.emit": "sends a signal to this tab",
  "tabSignal.emitAll": "sends a signal to every tab of the site",
  "tabSignal.send_emit": "the same",
  "tabSignal.setState": "sets a state that all tabs share; this tab keeps it for a given time",
  "tabSignal.getState": "reads a state, if it is not older than a given age",
  "tabSignal.intervalUpdateState": "renews a state at intervals, so that this tab keeps it",
  "tabSignal.getTabUUID": "16 characters, one per page load",
  "tabSignal.debug": "writes each signal to the console",
  "(param, signal, fromAnotherTab)": "the arguments of a listener",
} as const;

const KEYS = {
  'key "channel"': "every event of a channel",
  'key "channel.event"': "one event of a channel: the text after the first dot",
  'key "msg"': "private messages",
  'key "msg.event"': "one event of private messages",
  'key "#channel"': "delivery reports of messages that this tab published",
  'key "answer_to_channel"': "the same",
  'key "_answer_to_channel"': "the same",
  'key "user_status_12.online"': "a user comes online; `offline`: a user has left",
  'key "track_x.subscription"': "somebody joins a `track_*` channel",
  "a function as the key": "every message",
  'key ""': "every message",
  "a key of several lines": "several keys",
  "a key without a callback": "only joins the channel",
  "bad keys": "`false`, and an error that names the key and the rule",
} as const;

const STORED = {
  "localStorage.comet_server_uuid": "what `getUUID` returns",
  "localStorage.comet_LogLevel": "what `getLogLevel` returns",
} as const;

const DELIVERED = {
  data: "the parsed JSON, or the text if it is not JSON",
  "server_info.user_id": "the sender; 0: an anonymous visitor or the back end",
  "server_info.pipe": "the channel",
  "server_info.event": "the event",
  "server_info.history": "`true` for messages from a log or from the queue of an absent user",
  "server_info.marker": "the marker of the question that this message answers",
  "server_info.uuid": "the message's id, if the server gives one",
  "an object of its own": "a listener may change its object; no other listener sees the change",
} as const;

const BEHAVIOUR = {
  "instances of one visitor": "share one connection",
  "instances of two visitors": "have two connections",
  "any JSON arrives": "apostrophes, line breaks, emoji, and frames that the server damages",
  "a listener that throws": "the other listeners are still called",
  "a message of one tab": "reaches the other tabs of the browser",
  "a message that is too large": "is rejected with a console error; the connection stays",
  "the 321st channel": "is rejected with a console error; the others stay",
  "a server that closes": "the library reconnects, whether the server closed cleanly or not",
  "code that a server sends": "is never run",
  "the queue of an absent user":
    "is handed out when the page has loaded, and not before 1.2 s; live messages come at once",
  "keys on the console": "are never written, at any level",
  "keys for a server that the page did not name": "are never sent",
  "three tabs opened together": "have one connection and one master",
} as const;

export interface CompatGroup {
  readonly title: string;
  readonly names: Readonly<Record<string, string>>;
  /** The trace that using a name leaves in `contract-page.ts`; `undefined`: none. */
  readonly trace?: (name: string) => string | undefined;
}

const fieldOf = (name: string) => (/ /.test(name) ? undefined : name.replace("server_info.", ""));

export const GROUPS: readonly CompatGroup[] = [
  { title: "Globals", names: GLOBALS },
  { title: "Members of cometApi", names: MEMBERS, trace: (name) => name.replace(/\..*/, "") },
  { title: "Options", names: OPTIONS, trace: (name) => name },
  { title: "tabSignal", names: SIGNALS, trace: (name) => /^tab.*/.exec(name)?.[0] },
  { title: "Subscription keys", names: KEYS },
  { title: "Storage", names: STORED },
  {
    title: "Delivered messages",
    names: DELIVERED,
    trace: (name) => fieldOf(name) && `field ${fieldOf(name)}`,
  },
  { title: "Behaviour", names: BEHAVIOUR },
];

export type CompatName =
  | keyof typeof GLOBALS
  | keyof typeof MEMBERS
  | keyof typeof OPTIONS
  | keyof typeof SIGNALS
  | keyof typeof KEYS
  | keyof typeof STORED
  | keyof typeof DELIVERED
  | keyof typeof BEHAVIOUR;
