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
  "fatal?": [void 0]
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
  "except?": ""
};
const EXAMPLES = [
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
      ...{ "continues?": { epoch: 0, from: "", last: 0 }, "reset?": "" }
    }
  ],
  ["items", { epoch: 0, at: 0, first: 0, items: [ITEM] }],
  ["restart", { options: {} }],
  ["proposal", { options: {} }]
];
const CHECKS = /* @__PURE__ */ new Map(
  EXAMPLES.map(([kind, example]) => [kind, likeThis({ from: "", ...example })])
);
function readMessage(data) {
  const check = CHECKS.get(Object(data).kind);
  return check && check(data) ? data : void 0;
}
function likeThis(example) {
  if (Array.isArray(example)) {
    const check = likeThis(example[0]);
    return (value) => Array.isArray(value) && value.every(check);
  }
  if (example === void 0) return () => true;
  const fields = Object.entries(example).map(
    ([name, inner]) => [
      name.replace("?", ""),
      name.endsWith("?"),
      likeThis(inner)
    ]
  );
  return (value) => typeof value === typeof example && value !== null && fields.every(([name, isOptional, check]) => {
    const field = value[name];
    return field === void 0 ? isOptional : check(field);
  });
}

export { readMessage };
//# sourceMappingURL=read-message.js.map
