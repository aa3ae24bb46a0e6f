import type { Entry, ShardState } from "./entries";
import type { TabMessage, TermStart } from "./messages";

type Check = (value: unknown) => boolean;

/** Values of several types, told apart by their `type`. */
class Union {
  readonly checks: Map<unknown, Check>;

  constructor(examples: Record<string, object>) {
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

/** An example of each type of entry, and of the unions in messages. See `messageTypes`. */
function partTypes() {
  const shard = new Union({
    connecting: { node: "", until: 0 },
    open: { node: "", info: "", channels: [""] },
    lost: { node: "", until: 0, code: 0 },
    refused: { node: "", until: 0, text: "", "value?": undefined },
    unneeded: { node: "", until: 0 },
  } satisfies Record<ShardState["type"], object>);
  const start = new Union({
    free: {},
    forced: {},
    continued: { term: TERM, last: 0 },
  } satisfies Record<TermStart["type"], object>);
  const entry = new Union({
    shards: { shards: [shard], "changed?": 0 },
    writing: { commands: [ID] },
    answer: { to: ID, "text?": "" },
    unanswered: { to: ID },
    log: { to: ID, channel: "", text: "" },
    past: { channel: "", asked: 0, texts: [""], isLast: true },
    frame: { channel: "", text: "" },
    echo: { channel: "", text: "", sender: "" },
    duties: { duties: DUTIES },
  } satisfies Record<Entry["type"], object>);
  return { shard, start, entry };
}

/**
 * An example of each type of message. Lists may have any length, `undefined` stands for any value,
 * and fields whose name ends with a question mark may be absent.
 */
function messageTypes(): Union {
  const { shard, start, entry } = partTypes();
  const lead = {
    ...{ term: TERM, at: 0, last: 0, shards: [shard], tabs: [""], start },
    ...{ queue: QUEUE, duties: DUTIES, logs: [""], "reset?": "" },
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
    proposal: { options: {} },
  } satisfies Record<TabMessage["type"], object>);
}

let check: Check | undefined;

/** Returns `data` if it is a message of this library, else `undefined`. */
export function readMessage(data: unknown): TabMessage | undefined {
  check ??= likeThis(messageTypes());
  const isFromTab = typeof (Object(data) as TabMessage).from === "string";
  return isFromTab && check(data) ? (data as TabMessage) : undefined;
}

function likeThis(example: unknown): Check {
  if (example === undefined) return () => true;
  if (example instanceof Union)
    return (value) => example.checks.get((Object(value) as TabMessage).type)?.(value) ?? false;
  if (Array.isArray(example)) {
    const isLike = likeThis(example[0]);
    return (value) => Array.isArray(value) && value.every(isLike);
  }
  const fields = Object.entries(example as object).map(
    ([name, inner]): [string, boolean, Check] => [
      name.replace("?", ""),
      name.endsWith("?"),
      likeThis(inner),
    ],
  );
  return (value) =>
    typeof value === typeof example &&
    value !== null &&
    fields.every(([name, isOptional, isLike]) => {
      const field = (value as Record<string, unknown>)[name];
      return field === undefined ? isOptional : isLike(field);
    });
}
