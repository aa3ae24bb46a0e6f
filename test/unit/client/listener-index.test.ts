import fc from "fast-check";
import { afterEach, expect, it, vi } from "vitest";
import { Subscriptions } from "../../../src/client/subscriptions";
import { messageOf } from "../../support/decode";

const NAMES = ["web_a", "web_b", "__proto__", "constructor", "toString"];
const CHANNELS = [...NAMES, "web_a\nb"];
const EVENTS = ["", "e", "e.f", "b", "__proto__", "constructor", "b\ne"];

const newSubscriptions = () =>
  new Subscriptions(
    () => undefined,
    () => undefined,
  );

const message = (pipe: string, event: string, data: unknown = 1) =>
  messageOf({ pipe, event, data });

/** A listener for the lines, or the end of one of those that there are. */
type Step = { lines: string[] } | { end: number };

const line = fc.oneof(
  fc.constant(""),
  fc.constantFrom(...NAMES),
  fc
    .tuple(fc.constantFrom(...NAMES), fc.constantFrom(...EVENTS.filter((e) => !/\n/.test(e))))
    .map((parts) => parts.join(".")),
);
const steps = fc.array(
  fc.oneof(
    fc.array(line, { minLength: 1, maxLength: 3 }).map((lines): Step => ({ lines })),
    fc.nat({ max: 20 }).map((end): Step => ({ end })),
  ),
  { maxLength: 20 },
);

/** The rule, for one line of a key. */
const hears = (text: string, channel: string, event: string) =>
  text === "" || text === channel || text === `${channel}.` || text === `${channel}.${event}`;

/** Lines of nothing count only where there is no other. */
const linesThatCount = (lines: string[]) => (lines.some(Boolean) ? lines.filter(Boolean) : [""]);

afterEach(() => {
  vi.restoreAllMocks();
});

it("a message reaches the listeners whose keys name it, each once, in the order of their subscriptions", () => {
  const check = (all: Step[]) => {
    const subscriptions = newSubscriptions();
    let listeners: { id: string; name: number; lines: string[] }[] = [];
    const called: number[] = [];
    all.forEach((step, name) => {
      if ("lines" in step) {
        const lines = linesThatCount(step.lines);
        const id = subscriptions.add(lines.join("\n"), () => called.push(name));
        listeners.push({ id, name, lines });
      } else {
        const ended = listeners[step.end];
        expect(subscriptions.remove(ended?.id)).toBe(ended !== undefined);
        listeners = listeners.filter((listener) => listener !== ended);
      }
    });
    for (const channel of CHANNELS)
      for (const event of EVENTS) {
        const expected = listeners.filter(({ lines }) =>
          lines.some((text) => hears(text, channel, event)),
        );
        subscriptions.dispatch(message(channel, event), () => undefined);
        expect(called.splice(0)).toEqual(expected.map(({ name }) => name));
      }
  };
  fc.assert(fc.property(steps, check), { numRuns: 300 });
});

it.each([
  ["a message", {}],
  ["a copy of one that is sent several times", { _cometApi_uuid: "copy" }],
])("the data of %s is parsed once for each listener", (_, fields) => {
  const subscriptions = newSubscriptions();
  const values: unknown[] = [];
  for (const key of ["web_a.e", "web_a", ""])
    subscriptions.add(key, ({ data }) => values.push(data));
  const received = message("web_a", "e", JSON.stringify({ ...fields, text: "x" }));
  const parse = vi.spyOn(JSON, "parse");
  subscriptions.dispatch(received, () => undefined);
  expect(parse).toHaveBeenCalledTimes(3);
  expect(new Set(values).size).toBe(3);
  expect(values).toEqual([{ text: "x" }, { text: "x" }, { text: "x" }]);
});
