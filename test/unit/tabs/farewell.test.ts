import { describe, expect, it } from "vitest";
import { Farewell } from "../../../src/tabs/farewell";
import type { Mailbox } from "../../../src/tabs/mailbox";
import type { Membership } from "../../../src/tabs/membership";
import type { Message } from "../../../src/tabs/messages";
import type { Tab } from "../../../src/tabs/tab";

const TERM = { number: 3, leader: "b" };
const LEFT = [{ tab: "b", number: 1 }];

/** A leader that writes down what it does. @param cutAt the step that the browser cuts off once. */
function leader(cutAt = -1) {
  const done: string[] = [];
  let count = 0;
  const does =
    (name: string): (() => void) =>
    () => {
      if (count++ === cutAt) throw new Error("cut off");
      done.push(name);
    };
  const member = {
    isAlone: false,
    isLeading: true,
    candidate: { guard: { runHeldNews: () => done.push("news") }, end: does("no candidate") },
    follower: { end: does("no follower"), offeredTo: undefined },
    leader: { term: TERM, last: 7, end: does("no connection") },
    transfer: {
      giver: { successor: { heir: "a", isHandedOver: false } },
      end: does("no hand-over"),
    },
    post: (message: Message) => does(message.type)(),
  };
  const tab = { outbox: { leave: () => LEFT, dropAdopted: does("no adopted commands") } };
  const mailbox = { close: does("no bus") };
  const farewell = new Farewell(
    member as unknown as Membership,
    tab as unknown as Tab,
    mailbox as unknown as Mailbox,
    true,
  );
  return { farewell, done };
}

const WHOLE = [
  ...["news", "resign", "bye", "no connection", "no hand-over", "no candidate", "no bus"],
  ...["no follower", "no adopted commands"],
];

describe("a leader that leaves", () => {
  it("posts its last news and its goodbye before it ends the connection", () => {
    const { farewell, done } = leader();
    farewell.goOn();
    expect(done).toEqual(WHOLE);
  });

  it.for(WHOLE.slice(1).map((name, step) => ({ name, step })))(
    "takes all steps, each once, though it was cut off at: $name",
    ({ step }) => {
      const { farewell, done } = leader(step);
      expect(() => farewell.goOn()).toThrow("cut off");
      farewell.goOn();
      farewell.goOn();
      expect(done).toEqual(WHOLE);
    },
  );
});
