/** What a server may send to whole clients in two tabs: nothing throws, and later messages come. */
import { expect, it } from "vitest";
import { FakeTab } from "../support/fake-tab";
import { nested, OBJECT_NAMES, withObjectNames } from "../support/hostile-values";
import { pass, until } from "../support/tab-time";
import { ClientPage, useClientPages } from "./client-page";
import { TabSocket } from "./tab-socket";

useClientPages();

const NODE = { node: "comet.example", dev_id: 1 };
const CHANNEL = "web_chat";
const FIELDS = [
  ...["pipe", "event", "event_name", "data", "marker", "uuid", "user_id", "history", "fromQueue"],
  ...["SendToUser", "message_send_time", "authorized", "error"],
];
/** The deepest list that fits into a frame. */
const DEEP = `${"[".repeat(32_000)}${"]".repeat(32_000)}`;
const VALUES: unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 1e308, "", " ", "\0", "1e999", "x".repeat(60_000), "\ud83d"],
  ...[[], [[]], {}, nested(1_000), ...OBJECT_NAMES, withObjectNames({ polluted: true })],
];
/** As the number of an error, they end the connection for good. */
const FATAL: unknown[] = [1e308, "1e999"];
const FRAME = { pipe: CHANNEL, event: "e", data: "text", user_id: 1 };

const good = (data: string) => ({ ...FRAME, event: "good", data });
const reportOf = (data: unknown) => ({ pipe: `_answer_to_${CHANNEL}`, event: "answer", data });

/** By what is wrong with them. */
const FRAMES: [name: string, frames: unknown[]][] = [
  ...FIELDS.map((field): [string, unknown[]] => [
    `the field ${field} of any type`,
    VALUES.filter((value) => field !== "error" || !FATAL.includes(value)).map((value) => ({
      ...FRAME,
      [field]: value,
    })),
  ]),
  ["names that objects have", OBJECT_NAMES.map((pipe) => ({ ...FRAME, pipe, event: pipe }))],
  [
    "a field twice",
    ['{"pipe":"web_chat","pipe":"__proto__","event":"e","event":{},"data":1,"data":2}'],
  ],
  ["no end", Array.from({ length: 60 }, (_, at) => JSON.stringify(FRAME).slice(0, at))],
  ["bytes", [new ArrayBuffer(8)]],
  ["no JSON", ["", "\n", "\0", "null", "[]", "1", '"text"', "{}", "undefined", "\n\n{}\n\n"]],
  ["a deep list", [`{"pipe":"web_chat","event":"e","data":${DEEP}}`, `{"x":${DEEP}}`, DEEP]],
  ["a deep answer", [`{"pipe":"_answer_pipe_count","marker":"x","data":${DEEP}}`]],
  ["a deep report", [`{"pipe":"_answer_to_web_chat","event":"answer","data":{"message":${DEEP}}}`]],
  ["reports that nobody waits for", VALUES.map((message) => reportOf({ message }))],
  [
    "answers that nobody waits for",
    VALUES.map((marker) => ({ ...FRAME, pipe: "_answer", marker })),
  ],
  [
    "logs of no channel",
    [
      { ...FRAME, pipe: "web_none", history: true },
      { ...FRAME, history: "yes" },
    ],
  ],
  ["errors of any shape", VALUES.map((data) => ({ pipe: "sys", event: "error", data }))],
  ["errors of any kind", VALUES.map((error) => ({ pipe: "sys", event: "error", data: { error } }))],
  [
    "the first frame again",
    [
      { authorized: true, data: "key" },
      { authorized: "false", data: [] },
    ],
  ],
  ["code", [{ jscode: "throw 1", data: "alert(1)" }]],
];

async function expectHeard(pages: ClientPage[], heard: string[][], text: string): Promise<void> {
  for (const socket of TabSocket.all) socket.receive(good(text));
  await pass(500);
  expect(heard.map((texts) => texts.filter((each) => each === text))).toEqual([[text], [text]]);
  expect(pages.map(({ api }) => api.isConnected())).toEqual([true, true]);
}

it.each(FRAMES)("frames with %s make nothing throw, and later messages come", async (_, frames) => {
  const pages = [await ClientPage.start("a", NODE), await ClientPage.start("b", NODE)];
  const heard = pages.map((): string[] => []);
  const gaps: unknown[] = [];
  for (const [index, page] of pages.entries())
    page.run((api) => {
      api.on("gap", (gap) => gaps.push(gap));
      api.subscription("", () => undefined);
      api.subscription(`${CHANNEL}.good`, ({ data }) => heard[index]?.push(String(data)));
      api.subscription(`#${CHANNEL}\nsys.error\nmsg\ntrack_room`, () => undefined);
      api.oncePerBrowser(CHANNEL, () => undefined);
    });
  await pass(500);
  for (const [index, frame] of frames.entries()) {
    // Frames meet commands that wait for their answers.
    TabSocket.answers = false;
    for (const page of pages)
      page.run((api) => {
        api.web_pipe_send(CHANNEL, "e", { index });
        api.count_users_in_pipe(CHANNEL, () => undefined);
        api.getTrackPipeUsers("track_room", () => undefined);
        api.getUserData(1, () => undefined);
        api.get_pipe_log(CHANNEL);
      });
    await pass(20);
    for (const socket of TabSocket.all) socket.receive(frame);
    await pass(20);
  }
  TabSocket.answers = true;
  await expectHeard(pages, heard, "at once");
  // Questions without an answer make it connect anew.
  await pass(60_000);
  await until(() => pages.every(({ api }) => api.isConnected()), 60_000);
  await expectHeard(pages, heard, "later");
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  expect(FakeTab.errors).toEqual([]);
});
