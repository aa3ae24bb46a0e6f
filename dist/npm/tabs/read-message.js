import { CHANNEL_NAME } from '../protocol/channel-key.js';
import { utf8Length, MAX_FRAME_BYTES } from '../protocol/limits.js';
import { MAX_LISTED, MAX_NUMBER_AHEAD } from './limits.js';

class Union {
  constructor(examples) {
    this.checks = new Map(Object.entries(examples).map(([type, each]) => [type, likeThis(each)]));
  }
}
const COUNT = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const NUMBER = (value) => COUNT(value) && Number(value) <= Date.now() + MAX_NUMBER_AHEAD;
const TIME = Number.isFinite;
const CHANNEL = (value) => typeof value === "string" && CHANNEL_NAME.test(value);
const FRAME = (value) => typeof value === "string" && utf8Length(value) <= MAX_FRAME_BYTES;
const ID = { tab: "", number: NUMBER };
const COMMAND = { ...ID, command: { kind: "", channel: "", text: FRAME } };
const TERM = { number: NUMBER, leader: "" };
const KNOWN = { number: NUMBER, "leader?": "" };
const WANTS = { channels: [CHANNEL], duties: [""], isHidden: true };
const DUTIES = [{ name: "", tabs: [""] }];
const QUEUE = [{ id: "", time: TIME, before: COUNT, now: COUNT }];
const HEARD = { "channels?": [""], "since?": TIME };
function partTypes() {
  const shard = new Union({
    connecting: { node: "", until: TIME },
    open: { node: "", info: "", channels: [""], "since?": TIME },
    lost: { node: "", until: TIME, code: COUNT, "retryAt?": TIME, ...HEARD },
    refused: { node: "", until: TIME, text: "", "value?": void 0, ...HEARD },
    unneeded: { node: "", until: TIME }
  });
  const start = new Union({
    free: {},
    forced: {},
    continued: { term: TERM, last: COUNT },
    succeeded: { term: TERM, last: COUNT }
  });
  const entry = new Union({
    shards: { shards: [shard], "changed?": COUNT },
    writing: { commands: [ID] },
    answer: { to: ID, "text?": "" },
    unanswered: { to: ID },
    log: { to: ID, channel: "", text: "" },
    past: { channel: "", asked: COUNT, texts: [""], isLast: true },
    frame: { channel: "", text: "" },
    echo: { channel: "", text: "", sender: "" },
    duties: { duties: DUTIES }
  });
  return { shard, start, entry };
}
function messageTypes() {
  const { shard, start, entry } = partTypes();
  const lead = {
    ...{ term: TERM, at: TIME, last: COUNT, shards: [shard], tabs: [""], start },
    ...{ queue: QUEUE, duties: DUTIES, logs: [""], "reset?": "" }
  };
  return new Union({
    report: { known: KNOWN, wants: WANTS, commands: [COMMAND] },
    resync: { term: TERM, "after?": COUNT },
    recover: { term: TERM, after: COUNT, channels: [CHANNEL] },
    commands: { leader: "", commands: [COMMAND] },
    wake: {},
    lead,
    entries: { term: TERM, at: TIME, first: COUNT, entries: [entry] },
    claim: { rank: "" },
    vouch: { leader: "", rank: "" },
    resign: { term: TERM, last: COUNT, "heir?": "", isHandedOver: true },
    bye: { commands: [{ ...COMMAND, "offeredTo?": "" }] },
    handover: {
      ...{ term: TERM, tabs: [{ tab: "", wants: WANTS }] },
      ...{ "heir?": "", "role?": "", "isFit?": true }
    },
    ready: { term: TERM },
    running: { name: "", id: "" },
    restart: { options: {} },
    proposal: { options: {} }
  });
}
let check;
function readMessage(data) {
  check ?? (check = likeThis(messageTypes()));
  const isFromTab = typeof Object(data).from === "string";
  return isFromTab && check(data) ? data : void 0;
}
function likeThis(example) {
  if (example === void 0) return () => true;
  if (typeof example === "function") return example;
  if (example instanceof Union)
    return (value) => example.checks.get(Object(value).type)?.(value) ?? false;
  if (Array.isArray(example)) {
    const isLike = likeThis(example[0]);
    return (value) => Array.isArray(value) && value.length <= MAX_LISTED && value.every(isLike);
  }
  const fields = Object.entries(example).map(
    ([name, inner]) => [
      name.replace("?", ""),
      name.endsWith("?"),
      likeThis(inner)
    ]
  );
  return (value) => typeof value === typeof example && value !== null && fields.every(([name, isOptional, isLike]) => {
    const field = value[name];
    return field === void 0 ? isOptional : isLike(field);
  });
}

export { readMessage };
//# sourceMappingURL=read-message.js.map
