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
  tabSignal: "signals and states, see below; one that the page has already is left alone",
  "comet_server_signal()": "returns `tabSignal`",
} as const;

const MEMBERS = {
  start: "connects, merges options; renews a connection only where they change it",
  restart: "new options, new connection, for all tabs of the visitor",
  stop: "nothing more until `start`; a master hands the connection over",
  subscription: "listens to a key, see below",
  Subscription: "the same",
  unsubscription: "ends one; the last of a channel leaves it",
  unsubscriptionAll: "ends all",
  web_pipe_send: "publishes: `true` sent, `false` waits, `undefined` impossible",
  multi_web_pipe_send: "publishes several times, heard once",
  get_pipe_log: "replays a channel's log; its callback goes on listening, once",
  count_users_in_pipe: "how many listen to a channel",
  getTrackPipeUsers: "who listens to a `track_*` channel",
  getUserData: "the text that the back end stored for a user",
  onAuthSuccess: "at each change of the status to authorised",
  onAuthFail: "at each change of the status to anonymous",
  onAuthFalill: "the same, as old pages spell it",
  isAuthorized: "`undefined`: not known yet",
  isMaster: "whether this tab holds the connection; `undefined`: open",
  isConnected: "whether the server can be reached",
  getUserId: 'of the visitor; `""` for an anonymous one',
  getUserKey: "as it was given",
  getRealUserKey: "the key that the server holds",
  setRealUserKey: "changes what `getRealUserKey` returns",
  getDevId: "account on a shared server",
  getUUID: "32 characters, one per browser",
  getTabUUID: "16 characters, one per page load",
  getCustomString: "10 random characters",
  getUrl: "the address of a connection",
  UseWebSocket: "`true`; asked for long polling, it warns",
  UseWss: "chooses TLS",
  isUseWss: "whether TLS is used",
  getLogLevel: "see `LogLevel`",
  setLogLevel: "see `LogLevel`",
  LogLevel: "0: what a developer must act on; 1: more, but never a key",
  sendStatistics: "sends the command; never by itself",
  "Base64.encode": "UTF-8 to Base64",
  "Base64.decode": "and back",
  stripslashes: "undoes PHP's `addslashes`",
  version: "of this library",
  options: "those given so far",
} as const;

const OPTIONS = {
  "option node": "address of the server, as a text",
  "option node (array)": "of several, the first is used",
  "option node (none)": "the demo server, with `dev_id` 15 and a warning",
  "option node (empty)": "the same, as an anonymous visitor: no key is sent there",
  "option nodes": "as `node`",
  "option nodeArray": "as `node`",
  "option dev_id": "account on a shared server, 0 on an own one",
  "option user_id": "the visitor",
  "option user_key": "the visitor's hash or JWT",
  "option uuid": "in the place of the browser's own",
  "option wss": "TLS or not",
  "option queue_delay": "for how long the queue of an absent user waits; default 1200 ms",
  "option roundrobin": "accepted, without effect",
  "option nostat": "accepted: no statistics are sent anyway",
  "option CookieKyeName": "cookie with the key; default `CometUserKey`",
  "option CookieIdName": "cookie with the id; default `CometUserid`",
} as const;

const SIGNALS = {
  "tabSignal.connect": "`(signal, fn)` or `(slot, signal, fn)`; returns the slot",
  "tabSignal.disconnect": "whether there was such a slot",
  "tabSignal.emit": "in this tab",
  "tabSignal.emitAll": "in every tab of the site",
  "tabSignal.send_emit": "the same",
  "tabSignal.setState": "a state that all tabs share, with a time for which its tab keeps it",
  "tabSignal.getState": "reads it, or only a young one",
  "tabSignal.intervalUpdateState": "keeps a state for this tab",
  "tabSignal.getTabUUID": "16 characters, one per page load",
  "tabSignal.debug": "writes each signal to the console",
  "(param, signal, fromAnotherTab)": "what listeners are given",
} as const;

const KEYS = {
  'key "channel"': "all of a channel",
  'key "channel.event"': "one event of it; what follows the first dot",
  'key "msg"': "private messages",
  'key "msg.event"': "one event of them",
  'key "#channel"': "delivery reports of what was published here",
  'key "answer_to_channel"': "the same",
  'key "_answer_to_channel"': "the same",
  'key "user_status_12.online"': "a user comes; `offline`: goes",
  'key "track_x.subscription"': "somebody joins a `track_*` channel",
  "a function as the key": "every message",
  'key ""': "every message",
  "a key of several lines": "several keys",
  "a key without a callback": "joins the channel only",
  "bad keys": "`false`, and an error that names the key and the rule",
} as const;

const STORED = {
  "localStorage.comet_server_uuid": "what `getUUID` returns",
  "localStorage.comet_LogLevel": "what `getLogLevel` returns",
} as const;

const DELIVERED = {
  data: "parsed where it is JSON, else the text",
  "server_info.user_id": "the sender; 0: anonymous, or the back end",
  "server_info.pipe": "the channel",
  "server_info.event": "the event",
  "server_info.history": "`true` out of a log, or of the queue of an absent user",
  "server_info.marker": "of the question that this answers",
  "server_info.uuid": "the message's id, where the server gives one",
  "an object of its own": "each listener may change what it is given",
} as const;

const BEHAVIOUR = {
  "instances of one visitor": "share one connection",
  "instances of two visitors": "have two connections",
  "any JSON arrives": "apostrophes, line breaks, emoji, and frames that the server cuts",
  "a listener that throws": "stops no other",
  "a message of one tab": "reaches the other tabs",
  "a message that is too large": "is refused aloud; the connection stays",
  "the 33rd channel": "is refused aloud; the others stay",
  "a server that closes": "is connected to again, cleanly closed or not",
  "code that a server sends": "is never run",
  "the queue of an absent user":
    "comes when the page has loaded, not before 1.2 s; live messages come at once",
  "keys on the console": "never, at any level",
  "keys for a server that the page did not name": "stay here",
  "three tabs opened together": "have one connection and one master",
} as const;

export interface CompatGroup {
  readonly title: string;
  readonly names: Readonly<Record<string, string>>;
  /** What the watch of `contract-page.ts` notices of a name; `undefined`: nothing. */
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
