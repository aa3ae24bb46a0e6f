import { expect, it } from "vitest";
import { CometError } from "../../../src/api/errors";
import type { Link, Request } from "../../../src/tabs/link";
import { FENCE, publishCommand } from "../../../src/protocol/commands";
import { decodeFrame, type ServerMessage } from "../../../src/protocol/messages";
import { howMany, Queries, whatIsStored, whoListens } from "../../../src/client/queries";
import { Subscriptions } from "../../../src/client/subscriptions";
import { InFlight } from "../../../src/connection/in-flight";
import { contextOf, messageOf } from "../../support/decode";
import { escapeMysql } from "../../support/mysql";
import { Random } from "../../support/random";
import { IS_SOAK } from "../../support/soak";
import { recordedFrames } from "./recorded";

const SEED = 20_260_404;
const FRAMES = IS_SOAK ? 1_000_000 : 200_000;

// Most frames are broken; without stacks their errors cost half as much.
Error.stackTraceLimit = 0;

const random = new Random(SEED);

const TEXTS = [...new Set(recordedFrames.map(({ text }) => text))];
const PARSABLE = TEXTS.filter((text) => !text.includes("\0"));
const TOKENS = [
  ..."{}[]\":,\\'\n\0 01-.eAuntf",
  '"data":',
  '"pipe":"web_chat"',
  "A::1;",
  "😀",
  "é",
];

/** Values of types that the server never sends there. */
const HOSTILE = [
  ...["{}", "[]", "null", "true", "0", "-1", "1e999", "12.5", '""', '"x"', "[[[]]]", "[null,{}]"],
  ...['{"toString":1}', '{"toString":1,"valueOf":1}', '{"toJSON":1}', '{"__proto__":{"a":1}}'],
  ...['["user_in_pipe",{"toString":1}]', '[{"toString":1}]', '{"length":-1}', '{"message":{}}'],
  ...['{"user_data":{"toString":1}}', '{"_cometApi_uuid":{"a":1}}', '{"error":{"toString":1}}'],
  ...[
    '"{"',
    '"\\\\"',
    '"\\\\\\"{"',
    '"[\\\\\\"\\\\\\\\"',
    '"sys"',
    '"error"',
    '"_answer_to_web_chat"',
  ],
] as const;

const KEYS = ["authorized", "error", "error_code", "jscode", "SendToUser", "uuid", "__proto__"];

/** Replaces a value somewhere in the tree, or adds one. */
function replaceIn(tree: object): void {
  const value = JSON.parse(random.pick(HOSTILE));
  const key = random.below(6) ? random.pick(Object.keys(tree)) : random.pick(KEYS);
  if (key === undefined) return;
  const inner: unknown = Object.hasOwn(tree, key) && Reflect.get(tree, key);
  if (typeof inner === "object" && inner !== null && random.below(3)) return replaceIn(inner);
  Object.defineProperty(tree, key, {
    value: random.below(8) ? value : escapeMysql(JSON.stringify(value)),
    configurable: true,
    enumerable: true,
    writable: true,
  });
}

function mutate(text: string): string {
  const at = random.below(text.length);
  switch (random.below(12)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, 122) + "\0" + text.slice(123, 123 + random.below(3));
    case 2:
      return text + random.pick(["", "\n", "\r\n", "\0"]) + random.pick(TEXTS);
    case 3:
      return text.slice(0, at) + random.pick(TEXTS).slice(random.below(100));
    case 4:
      return text.slice(0, at) + random.pick(TOKENS) + text.slice(at + random.below(3));
    case 5:
      return text.slice(0, at) + text.slice(random.below(at + 1));
    case 6:
      return random.list(40, () => random.pick(TOKENS)).join("");
    case 7:
    case 8:
      return (
        text.slice(0, at) +
        String.fromCharCode(text.charCodeAt(at) ^ (1 << random.below(random.below(4) ? 7 : 16))) +
        text.slice(at + 1)
      );
    default: {
      const tree = JSON.parse(random.pick(PARSABLE));
      replaceIn(tree);
      return JSON.stringify(tree);
    }
  }
}

/** Nested too deep for whatever calls itself. */
function deepFrame(): string {
  const levels = 1_000 + random.below(30_000);
  const data = "[".repeat(levels) + "]".repeat(levels);
  return random.pick(PARSABLE).replace(/"data":("[^"]*"|\{[^{}]*\}|\[[^[\]]*\])/, `"data":${data}`);
}

/** All of the way of a frame, as in a page that listens to everything and asks all the time. */
class Page {
  readonly kinds = new Map<string, number>();
  heard = 0;
  asked = 0;
  settled = 0;

  private readonly inFlight = new InFlight();
  private readonly subscriptions = new Subscriptions(
    (channels) => (this.channels = channels),
    () => undefined,
  );
  private readonly queries: Queries;
  private channels: string[] = [];

  constructor() {
    const send = (request: Request) => this.push(request);
    this.queries = new Queries({ send } as unknown as Link, () => undefined);
    const listener = () => (this.heard += 1);
    for (const key of ["", "web_chat.msg", "#web_chat", "track_room"])
      this.subscriptions.add(key, listener);
  }

  receive(text: string, legacy: boolean): void {
    if (this.asked - this.settled < 4) this.ask();
    const channels = () => [...this.channels, ...this.inFlight.channels()];
    for (const message of decodeFrame(text, { legacy, channels })) {
      this.kinds.set(message.kind, (this.kinds.get(message.kind) ?? 0) + 1);
      if ("userId" in message) {
        expectType(message.userId, "number");
        expectType(message.channel, "string");
        expectType(message.event, "string");
        if (message.text !== text) expectSame(message, legacy);
        if (!this.inFlight.take(message)) this.subscriptions.dispatch(message, () => undefined);
      }
    }
  }

  /** Settles what is left: something behind it is answered. */
  end(): void {
    this.inFlight.push({ command: FENCE, onDone: () => undefined, marker: "end" });
    const answer = { data: ["user_in_pipe", 0], marker: "end", pipe: "_answer_pipe_count" };
    this.inFlight.take(messageOf(answer));
    expect(this.inFlight.size).toBe(0);
  }

  private ask(): void {
    const listener = () => (this.heard += 1);
    switch (random.below(5)) {
      case 0:
        return this.queries.tell(howMany("web_chat"), listener);
      case 1:
        return this.queries.tell(whoListens("track_room"), listener);
      case 2:
        return this.queries.tell(whatIsStored(12), listener);
      case 3:
        return this.queries.log("web_log_408", (message) =>
          this.subscriptions.dispatch(message, () => undefined),
        );
      default: {
        const command = publishCommand("web_chat", "msg", 1, "12");
        return void this.push({ command, onDone: () => undefined });
      }
    }
  }

  private push({ onDone, ...request }: Request): boolean {
    this.asked += 1;
    const marker = random.pick(["marker0123456789abcdef", "m2", ""]);
    this.inFlight.push({
      ...request,
      marker,
      onDone: (answer) => {
        this.settled += 1;
        const isRefused = answer && answer.kind === "refusal";
        onDone(isRefused ? new CometError("refused", answer.reason) : undefined, answer);
      },
    });
    return true;
  }
}

function expectType(value: unknown, type: string): void {
  if (typeof value !== type || Number.isNaN(value)) throw new Error(`${String(value)}: no ${type}`);
}

/** What is passed on to other tabs, whole, says the same there (-0 is 0 in JSON). */
function expectSame(message: ServerMessage & { text: string }, legacy: boolean): void {
  const there = decodeFrame(message.text, contextOf([], legacy));
  expect(JSON.stringify(there)).toBe(JSON.stringify([message]));
}

it(`no frame makes the library throw (${FRAMES} frames, seed ${SEED})`, () => {
  const page = new Page();
  for (let count = 0; count < FRAMES; count += 1) {
    const text = count % 10_000 ? mutate(random.pick(TEXTS)) : deepFrame();
    try {
      page.receive(text, random.below(4) === 0);
    } catch (cause) {
      throw new Error(`frame ${count}: ${JSON.stringify(text.slice(0, 1_000))}`, { cause });
    }
  }
  page.end();

  // Every part of the way was gone, and every question was settled once.
  for (const kind of ["info", "channel", "report", "answer", "refusal", "fatal", "ignored"])
    expect(page.kinds.get(kind), kind).toBeGreaterThan(FRAMES / 1_000);
  expect(page.heard).toBeGreaterThan(FRAMES / 10);
  expect(page.asked).toBeGreaterThan(FRAMES / 100);
  expect(page.settled).toBe(page.asked);
}, 180_000);
