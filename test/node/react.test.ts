// @vitest-environment jsdom
/** The hooks in a page: React's own DOM, the real client, a server. */
import {
  act,
  createElement as h,
  StrictMode,
  startTransition,
  useState,
  type ReactNode,
} from "react";
import { createRoot, hydrateRoot, type Root } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { CometApi } from "../../src/index";
import {
  CometProvider,
  useAuthorized,
  useChannel,
  useComet,
  useCometState,
  usePresence,
  usePublish,
  type CometProviderProps,
} from "../../src/react";
import { ANN, collector, fence, useTestBed } from "./test-bed";

const bed = useTestBed();
let page: HTMLElement;
let root: Root | undefined;

beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  page = document.body.appendChild(document.createElement("main"));
});

afterEach(async () => {
  await act(() => root?.unmount());
  root = undefined;
  page.remove();
  // React writes what it finds wrong to the console.
  expect(bed.console).toEqual({ error: [], warn: [] });
});

type Client = ReturnType<typeof bed.create>;

/** Renders in StrictMode below a provider, which starts `api` with options if there are any. */
async function show(api: Client, child: ReactNode, options?: CometProviderProps["options"]) {
  root ??= createRoot(page);
  const provider = h(CometProvider, { api, options }, child);
  await act(() => root?.render(h(StrictMode, null, provider)));
}

/** Lets what the server tells reach the components, until `check` passes. */
const eventually = (check: () => void) => vi.waitFor(() => act(check), 5_000);
const shows = (text: string) => eventually(() => expect(page.textContent).toBe(text));
const channels = () => bed.server.connections.flatMap((connection) => connection.channels).sort();

it("a provider starts one connection in StrictMode, changes the visitor, and stops it", async () => {
  const api = bed.create();
  const states: string[] = [];
  api.on("state", ({ state }) => states.push(state));
  const Visitor = () => `${useCometState()} ${String(useAuthorized())} ${useComet().getUserId()}`;
  const attempts = bed.server.connectionAttempts;
  const options = { node: bed.server.node, ...ANN };
  await show(api, h(Visitor), { ...options });
  await shows("connected true 12");
  await show(api, h(Visitor), { ...options });
  expect(bed.server.connectionAttempts).toBe(attempts + 1);
  expect(states).toEqual(["connecting", "connected"]);

  await show(api, h(Visitor), { ...options, user_id: undefined, user_key: undefined });
  await shows("connected false ");
  await act(() => root?.unmount());
  await vi.waitFor(() => expect(api.state).toBe("stopped"));
});

it("a provider does not stop what was started before it, nor what another provider holds", async () => {
  const api = await bed.connect();
  await show(api, h(useCometState), { node: bed.server.node });
  await act(() => root?.unmount());
  root = undefined;
  await fence(api);
  expect(api.state).toBe("connected");

  api.stop();
  const attempts = bed.server.connectionAttempts;
  for (const key of [1, 2]) {
    await show(api, h(CometProvider, { ...{ key, api }, options: { node: bed.server.node } }, "x"));
    await vi.waitFor(() => expect(api.isConnected()).toBe(true));
    await fence(api);
  }
  expect(bed.server.connectionAttempts).toBe(attempts + 1);
});

it("a handler is that of the latest render, with one subscription, which ends with its component", async () => {
  const api = await bed.connect();
  const subscribe = vi.spyOn(api, "subscribe");
  const heard: unknown[] = [];
  const Room = ({ times }: { times: number }) => {
    useChannel("web_room.tick", ({ data }) => heard.push((data as number) * times));
    return null;
  };
  for (const times of [1, 10]) {
    await show(api, h(Room, { times }));
    await vi.waitFor(() => expect(channels()).toEqual(["web_room"]));
    bed.server.publish("web_room", "tick", 2);
    await vi.waitFor(() => expect(heard.at(-1)).toBe(2 * times));
  }
  expect(heard).toEqual([2, 20]);
  await act(() => root?.unmount());
  bed.server.publish("web_room", "tick", 3);
  await vi.waitFor(() => expect(channels()).toEqual([]));
  expect(heard).toEqual([2, 20]);
  // StrictMode mounts twice.
  expect(subscribe).toHaveBeenCalledTimes(2);
  expect(subscribe.mock.results.every(({ value }) => value.isEnded)).toBe(true);
});

it("a key that changes loses no message of a channel that stays, and each once", async () => {
  const api = await bed.connect();
  const heard: unknown[] = [];
  const KEYS = ["web_a", "web_a\nweb_b", "web_b\nweb_a.n", "web_a.n"] as const;
  let setKey: (key: string | null) => void = () => undefined;
  const Room = () => {
    const [key, set] = useState<string | null>(KEYS[0]);
    setKey = set;
    useChannel(key, ({ channel, data }) => channel === "web_a" && heard.push(data));
    return key;
  };
  await show(api, h(Room));
  await fence(api);
  const sent = Array.from({ length: 40 }, (_, n) => n);
  for (const n of sent) {
    bed.server.publish("web_a", "n", n);
    await act(() => setKey(KEYS[n % KEYS.length] as string));
    if (n % 7 === 0) await fence(api);
  }
  await vi.waitFor(() => expect(heard).toEqual(sent), 5_000);
  await act(() => setKey(null));
  await vi.waitFor(() => expect(channels()).toEqual([]));
});

it("all components show the same state in each commit, one that a transition brings, too", async () => {
  const api = bed.create();
  const commits = new Set<string>();
  let add: (count: number) => void = () => undefined;
  const One = () => {
    const started = performance.now();
    while (performance.now() - started < 2); // long enough for React to let others run
    return h("i", null, useCometState());
  };
  const All = () => {
    const [count, set] = useState(2);
    add = set;
    return Array.from({ length: count }, (_, key) => h(One, { key }));
  };
  const look = () => {
    const all = [...page.querySelectorAll("i")].map(({ textContent }) => textContent);
    if (new Set(all).size > 1) commits.add(all.join());
  };
  const observer = new MutationObserver(look);
  observer.observe(page, { subtree: true, childList: true, characterData: true });
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", false);
  root = createRoot(page);
  root.render(h(CometProvider, { api }, h(All)));
  await vi.waitFor(() => expect(page.children).toHaveLength(2));
  startTransition(() => add(30));
  api.start({ node: bed.server.node });
  await vi.waitFor(() => expect(page.textContent).toBe("connected".repeat(30)), 5_000);
  observer.disconnect();
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  expect([...commits]).toEqual([]);
});

it("presence: components share a list, which is left with the last of them", async () => {
  const api = await bed.connect(ANN);
  const List = () =>
    usePresence("track_room", { graceMs: 0 })?.map(({ user_id }) => user_id) ?? "?";
  await show(api, [h(List, { key: 1 }), h(List, { key: 2 })]);
  await shows("1212");
  const questions = bed.server.received.filter(({ name }) => name === "track_pipe_users");
  expect(questions).toHaveLength(1);
  const guest = await bed.connect({ uuid: "x".repeat(32) });
  guest.subscribe("track_room", () => undefined);
  await eventually(() => expect(page.textContent).toMatch(/^(120|012)\1$/));
  await show(api, [h(List, { key: 2 })]);
  await eventually(() => expect(page.textContent).toMatch(/^(120|012)$/));
  guest.stop();
  await shows("12");
  await act(() => root?.unmount());
  await vi.waitFor(() => expect(channels()).toEqual([]));
});

it("what a click publishes goes out, though the component is gone by then", async () => {
  const [api, other] = [await bed.connect(), await bed.connect()];
  const { callback, next } = collector();
  await other.subscribe("web_room", callback).ready;
  const functions = new Set<unknown>();
  const Form = () => {
    const publish = usePublish();
    functions.add(publish);
    return h("button", { onClick: () => void publish("web_room", "sent", { text: "it's here" }) });
  };
  await show(api, h(Form));
  await show(api, h(Form));
  await act(() => {
    page.querySelector("button")?.click();
    root?.unmount();
  });
  expect(await next(1)).toMatchObject([{ data: { text: "it's here" } }]);
  expect(functions.size).toBe(1);
});

it("a server renders what is not known, and the page goes on from there", async () => {
  const api = await bed.connect(ANN);
  const App = () => {
    useChannel("web_room", () => undefined);
    return [useCometState(), useAuthorized(), usePresence("track_room")?.length, usePublish.name]
      .map(String)
      .join();
  };
  const app = (api: CometApi) =>
    h(StrictMode, null, h(CometProvider, { api, options: { node: bed.server.node } }, h(App)));
  page.innerHTML = renderToString(app(bed.create()));
  expect(page.textContent).toBe("stopped,undefined,undefined,usePublish");
  const problems: unknown[] = [];
  await act(() => {
    root = hydrateRoot(page, app(api), { onRecoverableError: (error) => problems.push(error) });
  });
  await shows("connected,true,1,usePublish");
  expect(problems).toEqual([]);
});
