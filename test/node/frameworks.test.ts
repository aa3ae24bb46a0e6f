// @vitest-environment jsdom
/** The code of docs/frameworks.md, as it is there, with a server's address. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createElement, type FunctionComponent } from "react";
import { createRoot } from "react-dom/client";
import type { Readable } from "svelte/store";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { effectScope, nextTick, ref, type Ref } from "vue";
import { cometApi, type Message, type TrackedUser } from "../../src/index";
import { useTestBed } from "./test-bed";

const bed = useTestBed();
let folder: string;

// Inside, where Vite finds the sources and the frameworks.
beforeAll(() => {
  mkdirSync("test-results", { recursive: true });
  folder = mkdtempSync(join(process.cwd(), "test-results/frameworks-"));
});
afterEach(() => cometApi.stop());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Imports the first block of code below a heading. */
async function codeOf<Module>(heading: string): Promise<Module> {
  const [, chapter = ""] = readFileSync("docs/frameworks.md", "utf8").split(`\n## ${heading}\n`);
  const [, language, code = ""] = /```(\w+)\n([^]*?)```/.exec(chapter) ?? [];
  const file = join(folder, `${heading}.${language}`);
  const sources = code
    .replace('"comet-server-api/react"', '"/src/react.ts"')
    .replace('"comet-server-api"', '"/src/index.ts"')
    .replace("comet.example.com", bed.server.node);
  writeFileSync(file, sources);
  return (await import(/* @vite-ignore */ file)) as Module;
}

const channels = () => bed.server.connections.flatMap((connection) => connection.channels).sort();
const eventually = (check: () => void) => vi.waitFor(check, 5_000);
const joined = (...names: string[]) => eventually(() => expect(channels()).toEqual(names));

it("React: the chat hears, sends and shows the state", async () => {
  const { App } = await codeOf<{ App: FunctionComponent }>("React");
  const page = document.body.appendChild(document.createElement("main"));
  const root = createRoot(page);
  root.render(createElement(App));
  await joined("web_chat");
  bed.server.publish("web_chat", "message", { text: "it's here" });
  const shows = (text: string) => eventually(() => expect(page.textContent).toBe(text));
  await shows("connectedit's here");
  (page.querySelector("input") as HTMLInputElement).value = "mine";
  page.querySelector("form")?.requestSubmit();
  await shows("connectedit's heremine");
  root.unmount();
  await eventually(() => expect(cometApi.state).toBe("stopped"));
});

it("Vue: composables follow the channel and the state, and end with their scope", async () => {
  const { useChannel, useCometState, usePresence } = await codeOf<{
    useChannel(key: Ref<string>, handler: (message: Message) => void): void;
    useCometState(): Readonly<Ref<string>>;
    usePresence(channel: string): Ref<readonly TrackedUser[]>;
  }>("Vue");
  const scope = effectScope();
  const key = ref("web_a");
  const heard: unknown[] = [];
  const [state, users] = scope.run(() => {
    useChannel(key, ({ data }) => heard.push(data));
    return [useCometState(), usePresence("track_room")];
  }) as [Ref<string>, Ref<readonly TrackedUser[]>];
  expect(state.value).toBe("stopped");
  cometApi.start({ node: bed.server.node });
  await joined("track_room", "web_a");
  await eventually(() => expect([state.value, users.value.length]).toEqual(["connected", 1]));
  key.value = "web_b";
  await nextTick();
  await joined("track_room", "web_b");
  bed.server.publish("web_b", "e", 1);
  await eventually(() => expect(heard).toEqual([1]));
  scope.stop();
  await joined();
  cometApi.stop();
  expect(state.value).toBe("connected");
});

it("Svelte: stores begin with their first subscriber and end with the last", async () => {
  const { cometState, messagesOf, presenceOf } = await codeOf<{
    cometState: Readable<string>;
    messagesOf(key: string, count?: number): Readable<Message[]>;
    presenceOf(channel: string): Readable<readonly TrackedUser[]>;
  }>("Svelte");
  let shown: unknown[] = [];
  const put = (place: number) => (value: unknown) => (shown[place] = value);
  const ends = [
    cometState.subscribe(put(0)),
    messagesOf("web_a", 2).subscribe((all) => put(1)(all.map(({ data }) => data))),
    presenceOf("track_room").subscribe((users) => put(2)(users.length)),
  ];
  expect(shown).toEqual(["stopped", [], 0]);
  cometApi.start({ node: bed.server.node });
  await joined("track_room", "web_a");
  for (const n of [1, 2, 3]) bed.server.publish("web_a", "e", n);
  await eventually(() => expect(shown).toEqual(["connected", [2, 3], 1]));
  for (const end of ends) end();
  await joined();
  shown = [];
  cometApi.stop();
  expect(shown).toEqual([]);
});
