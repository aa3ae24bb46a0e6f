import { CHANNEL_NAME } from "../protocol/channel-key";
import { MAX_FRAME_BYTES, utf8Length } from "../protocol/limits";
import type { Entry, ShardState } from "./entries";
import { MAX_LISTED, MAX_NUMBER_AHEAD } from "./limits";
import type { TabMessage, TermStart } from "./messages";

type Check = (value: unknown) => boolean;

/** Values of several types, told apart by their `type`. */
class Union {
  readonly checks: Map<unknown, Check>;

  constructor(examples: Record<string, object>) {
    this.checks = new Map(Object.entries(examples).map(([type, each]) => [type, likeThis(each)]));
  }
}

/** Of entries, shards and the like: the next one is one more. */
const COUNT: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
/** Of a term, and of a command: see `MAX_NUMBER_AHEAD`. */
const NUMBER: Check = (value) => COUNT(value) && Number(value) <= Date.now() + MAX_NUMBER_AHEAD;
const TIME: Check = Number.isFinite;
/** The leader writes it to the server, which ends the connection if it cannot be right. */
const CHANNEL: Check = (value) => typeof value === "string" && CHANNEL_NAME.test(value);
const FRAME: Check = (value) => typeof value === "string" && utf8Length(value) <= MAX_FRAME_BYTES;

const ID = { tab: "", number: NUMBER };
const COMMAND = { ...ID, command: { kind: "", channel: "", text: FRAME } };
const TERM = { number: NUMBER, leader: "" };
const KNOWN = { number: NUMBER, "leader?": "" };
const WANTS = { channels: [CHANNEL], duties: [""], isHidden: true };
const DUTIES = [{ name: "", tabs: [""] }];
const QUEUE = [{ id: "", time: TIME, before: COUNT, now: COUNT }];

/** Of a shard that was lost. */
const HEARD = { "channels?": [""], "since?": TIME };

/** An example of each type of entry, and of the unions in messages. See `messageTypes`. */
function partTypes() {
  const shard = new Union({
    connecting: { node: "", until: TIME },
    open: { node: "", info: "", channels: [""], "since?": TIME },
    lost: { node: "", until: TIME, code: COUNT, "retryAt?": TIME, ...HEARD },
    refused: { node: "", until: TIME, text: "", "value?": undefined, ...HEARD },
    unneeded: { node: "", until: TIME },
  } satisfies Record<ShardState["type"], object>);
  const start = new Union({
    free: {},
    forced: {},
    continued: { term: TERM, last: COUNT },
    succeeded: { term: TERM, last: COUNT },
  } satisfies Record<TermStart["type"], object>);
  const entry = new Union({
    shards: { shards: [shard], "changed?": COUNT },
    writing: { commands: [ID] },
    answer: { to: ID, "text?": "" },
    unanswered: { to: ID },
    log: { to: ID, channel: "", text: "" },
    past: { channel: "", asked: COUNT, texts: [""], isLast: true },
    frame: { channel: "", text: "" },
    echo: { channel: "", text: "", sender: "" },
    duties: { duties: DUTIES },
  } satisfies Record<Entry["type"], object>);
  return { shard, start, entry };
}

/**
 * An example of each type of message. Lists may have any length up to `MAX_LISTED`, a function checks
 * the value itself, `undefined` stands for any value, and fields whose name ends with a question mark
 * may be absent.
 */
function messageTypes(): Union {
  const { shard, start, entry } = partTypes();
  const lead = {
    ...{ term: TERM, at: TIME, last: COUNT, shards: [shard], tabs: [""], start },
    ...{ queue: QUEUE, duties: DUTIES, logs: [""], "reset?": "" },
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
      ...{ "heir?": "", "role?": "", "isFit?": true },
    },
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
  if (typeof example === "function") return example as Check;
  if (example instanceof Union)
    return (value) => example.checks.get((Object(value) as TabMessage).type)?.(value) ?? false;
  if (Array.isArray(example)) {
    const isLike = likeThis(example[0]);
    return (value) => Array.isArray(value) && value.length <= MAX_LISTED && value.every(isLike);
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
