import type { TabMessage } from "./messages";

type Check = (value: unknown) => boolean;

const ID = { tab: "", number: 0 };
const COMMANDS = [{ ...ID, command: { kind: "", channel: "", text: "" }, "offeredTo?": "" }];
const OFFER = { to: "", commands: COMMANDS };
const QUEUE = [{ id: "", time: 0, before: 0, now: 0 }];
const STATE = {
  isOpen: true,
  info: "",
  channels: [""],
  code: 0,
  until: 0,
  isForced: true,
  "fatal?": [undefined],
};
const WANTS = { channels: [""], duties: [""], isHidden: true };
const DUTIES = [{ name: "", tabs: [""] }];
const ITEM = {
  "state?": STATE,
  "wrote?": [ID],
  "to?": ID,
  "isLog?": true,
  "duties?": DUTIES,
  "text?": "",
  "except?": "",
};

/**
 * What each kind looks like. Lists have any length, `undefined` stands for anything, and names with
 * a question mark may be absent.
 */
const EXAMPLES: [TabMessage["kind"], object][] = [
  ["hello", { ...OFFER, epoch: 0, wants: WANTS, "after?": 0, "answers?": "", "wakes?": true }],
  ["commands", OFFER],
  ["bye", { commands: COMMANDS, "heir?": "", "last?": 0 }],
  ["handover", { epoch: 0, to: "", tabs: [{ tab: "", wants: WANTS }] }],
  ["ready", { epoch: 0, to: "" }],
  ["ran", { name: "", id: "" }],
  ["handed", { epoch: 0, heir: "", last: 0 }],
  ["claim", { rank: "" }],
  [
    "lead",
    {
      ...{ epoch: 0, at: 0, last: 0, state: STATE, tabs: [""], queue: QUEUE, duties: DUTIES },
      ...{ "continues?": { epoch: 0, from: "", last: 0 }, "reset?": "" },
    },
  ],
  ["items", { epoch: 0, at: 0, first: 0, items: [ITEM] }],
  ["restart", { options: {} }],
  ["proposal", { options: {} }],
];

const CHECKS = /* @__PURE__ */ new Map<unknown, Check>(
  EXAMPLES.map(([kind, example]) => [kind, likeThis({ from: "", ...example })]),
);

/** Returns what is a message of this library; `undefined` for whatever else is said on a bus. */
export function readMessage(data: unknown): TabMessage | undefined {
  const check = CHECKS.get((Object(data) as TabMessage).kind);
  return check && check(data) ? (data as TabMessage) : undefined;
}

function likeThis(example: unknown): Check {
  if (Array.isArray(example)) {
    const check = likeThis(example[0]);
    return (value) => Array.isArray(value) && value.every(check);
  }
  if (example === undefined) return () => true;
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
    fields.every(([name, isOptional, check]) => {
      const field = (value as Record<string, unknown>)[name];
      return field === undefined ? isOptional : check(field);
    });
}
