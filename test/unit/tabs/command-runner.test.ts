import { expect, it } from "vitest";
import { countCommand, publishCommand, type Command } from "../../../src/protocol/commands";
import type { Entry } from "../../../src/tabs/entries";
import { CommandRunner } from "../../../src/tabs/leader/command-runner";
import type { HeldConnection } from "../../../src/tabs/leader/held-connection";
import { Roster } from "../../../src/tabs/leader/roster";
import type { Tab } from "../../../src/tabs/tab";

it("writes what no leader has written; what a former one wrote is unanswered, not done", () => {
  const entries: Entry[] = [];
  const written: Command[] = [];
  const tab = { outbox: { lastWritten: () => 2 } } as unknown as Tab;
  const connection = {
    send: (sent: { command: Command }) => written.push(sent.command),
  } as unknown as HeldConnection;
  const runner = new CommandRunner(tab, new Roster(), (entry) => entries.push(entry));
  const [question, publish] = [countCommand("web_a"), publishCommand("web_a", "said", 1, "")];
  const offered = [question, publish, question].map((command, index) => ({
    ...{ tab: "ann", number: index + 1, command },
  }));
  runner.carryOut(offered, connection);
  expect(entries).toEqual([
    { type: "unanswered", to: { tab: "ann", number: 1 } },
    { type: "unanswered", to: { tab: "ann", number: 2 } },
    { type: "writing", commands: [{ tab: "ann", number: 3 }] },
  ]);
  expect(written).toEqual([question]);
});
