class Union {
  constructor(examples) {
    this.checks = new Map(Object.entries(examples).map(([type, each]) => [type, likeThis(each)]));
  }
}
const ID = { tab: "", number: 0 };
const COMMAND = { ...ID, command: { kind: "", channel: "", text: "" } };
const TERM = { number: 0, leader: "" };
const KNOWN = { number: 0, "leader?": "" };
const WANTS = { channels: [""], duties: [""], isHidden: true };
const DUTIES = [{ name: "", tabs: [""] }];
const QUEUE = [{ id: "", time: 0, before: 0, now: 0 }];
function partTypes() {
  const shard = new Union({
    connecting: { node: "", until: 0 },
    open: { node: "", info: "", channels: [""] },
    lost: { node: "", until: 0, code: 0 },
    refused: { node: "", until: 0, text: "", "value?": void 0 },
    unneeded: { node: "", until: 0 }
  });
  const start = new Union({
    free: {},
    forced: {},
    continued: { term: TERM, last: 0 }
  });
  const entry = new Union({
    shards: { shards: [shard], "changed?": 0 },
    writing: { commands: [ID] },
    answer: { to: ID, "text?": "" },
    unanswered: { to: ID },
    log: { to: ID, channel: "", text: "" },
    past: { channel: "", asked: 0, texts: [""], isLast: true },
    frame: { channel: "", text: "" },
    echo: { channel: "", text: "", sender: "" },
    duties: { duties: DUTIES }
  });
  return { shard, start, entry };
}
function messageTypes() {
  const { shard, start, entry } = partTypes();
  const lead = {
    ...{ term: TERM, at: 0, last: 0, shards: [shard], tabs: [""], start },
    ...{ queue: QUEUE, duties: DUTIES, logs: [""], "reset?": "" }
  };
  return new Union({
    report: { known: KNOWN, wants: WANTS, commands: [COMMAND] },
    resync: { term: TERM, "after?": 0 },
    recover: { term: TERM, after: 0, channels: [""] },
    commands: { leader: "", commands: [COMMAND] },
    wake: {},
    lead,
    entries: { term: TERM, at: 0, first: 0, entries: [entry] },
    claim: { rank: "" },
    vouch: { leader: "", rank: "" },
    resign: { term: TERM, last: 0, "heir?": "", isHandedOver: true },
    bye: { commands: [{ ...COMMAND, "offeredTo?": "" }] },
    handover: { term: TERM, "heir?": "", tabs: [{ tab: "", wants: WANTS }] },
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
  if (example instanceof Union)
    return (value) => example.checks.get(Object(value).type)?.(value) ?? false;
  if (Array.isArray(example)) {
    const isLike = likeThis(example[0]);
    return (value) => Array.isArray(value) && value.every(isLike);
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
