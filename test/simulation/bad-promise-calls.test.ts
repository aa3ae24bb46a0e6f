/** What a page may pass to the names with promises: a clear error at once, and nothing is left behind. */
import { expect, it, vi } from "vitest";
import type { CometServerApi } from "../../src/api/contract";
import { HOSTILE } from "../support/hostile-values";
import { FakeTab } from "../support/fake-tab";
import { pass } from "../support/tab-time";
import { ClientPage, useClientPages } from "./client-page";
import { TabSocket } from "./tab-socket";

useClientPages();

const OPTIONS = { node: "comet.example", dev_id: 1, user_id: 12, user_key: "k" };
const hear = () => undefined;
/** A value that a page must not pass, where another type is declared. */
type Bad = never;

/** The modules of the page that was opened last. */
const modules = async () => ({
  ...(await import("../../src/api/errors")),
  ...(await import("../../src/api/messages")),
  ...(await import("../../src/api/presence")),
  ...(await import("../../src/api/checked")),
});
type Modules = Awaited<ReturnType<typeof modules>>;

/** Calls with a bad value in one of its places. Returns the promise, if the call has one. */
const CALLS: Record<string, (api: CometServerApi, bad: Bad, made: Modules) => unknown> = {
  "subscribe(bad)": (api, bad) => void api.subscribe(bad, hear).unsubscribe(),
  "subscribe(key, bad)": (api, bad) => void api.subscribe("web_a", bad).unsubscribe(),
  "subscribe(…, bad)": (api, bad) => void api.subscribe("web_a", hear, bad).unsubscribe(),
  "subscribe({ signal })": (api, signal) =>
    void api.subscribe("web_a", hear, { signal }).unsubscribe(),
  "subscribe({ once })": (api, once) => void api.subscribe("web_a", hear, { once }).unsubscribe(),
  "subscribe({ recover })": (api, recover) =>
    void api.subscribe("web_a", hear, { recover }).unsubscribe(),
  "publish(bad)": (api, bad) => api.publish(bad, "e", 1),
  "publish(channel, bad)": (api, bad) => api.publish("web_a", bad, 1),
  "publish(channel, event, bad)": (api, bad) => api.publish("web_a", "e", bad),
  "publish(…, bad)": (api, bad) => api.publish("web_a", "e", 1, bad),
  "publish({ signal })": (api, signal) => api.publish("web_a", "e", 1, { signal }),
  "publish({ timeoutMs })": (api, timeoutMs) => api.publish("web_a", "e", 1, { timeoutMs }),
  "history(bad)": (api, bad) => api.history(bad),
  "countUsers(bad)": (api, bad) => api.countUsers(bad),
  "trackedUsers(bad)": (api, bad) => api.trackedUsers(bad),
  "userData(bad)": (api, bad) => api.userData(bad),
  "userData(id, bad)": (api, bad) => api.userData(12, bad),
  "connected(bad)": (api, bad) => api.connected(bad),
  "connected({ signal })": (api, signal) => api.connected({ signal }),
  "messages(bad)": (api, bad, { messages }) => messages(api, bad).return?.(),
  "messages(key, bad)": (api, bad, { messages }) => messages(api, "web_a", bad).return?.(),
  "messages({ signal })": (api, signal, { messages }) =>
    messages(api, "web_a", { signal }).return?.(),
  "presence(bad)": (api, bad, { presence }) => void presence(api, bad).end(),
  "presence(channel, bad)": (api, bad, { presence }) => void presence(api, "track_a", bad).end(),
  "presence({ graceMs })": (api, graceMs, { presence }) =>
    void presence(api, "track_a", { graceMs }).end(),
  "presence({ signal })": (api, signal, { presence }) =>
    void presence(api, "track_a", { signal }).end(),
  "presence().on(bad)": (api, bad, { presence }) => {
    const room = presence(api, "track_a");
    try {
      room.on(bad, hear as never);
    } finally {
      room.end();
    }
  },
  "checked(bad)": (api, bad, { checked }) => void checked(api, bad, hear),
  "checked(schema, bad)": (api, bad, { checked }) =>
    void checked(
      api,
      { "~standard": { version: 1, vendor: "", validate: (value) => ({ value }) } },
      bad,
    ),
};

it.each(Object.keys(CALLS))(
  "%s throws a CometError, or settles, and leaves nothing",
  async (call) => {
    vi.setConfig({ testTimeout: 60_000 });
    const page = await ClientPage.start("a", OPTIONS);
    const made = await modules();
    const outcomes: Promise<unknown>[] = [];
    for (const [value, make] of HOSTILE) {
      const settled = (error: unknown) => {
        expect([value, error]).toEqual([value, expect.any(made.CometError)]);
        expect((error as Error).message).toMatch(/\S/);
      };
      try {
        const result = page.run((api) => CALLS[call]?.(api as CometServerApi, make() as Bad, made));
        outcomes.push(Promise.resolve(result).catch(settled));
      } catch (error) {
        settled(error);
        expect((error as { code: string }).code).toMatch(/^(argument|size)$/);
      }
    }
    await pass(1_000);
    page.run((api) => api.stop());
    await Promise.all(outcomes);
    page.run((api) => api.start());
    await pass(3_000);
    const lists = TabSocket.all.at(-1)?.sent.filter((text) => text.startsWith("subscription"));
    expect(lists?.filter((text) => /_a/.test(text))).toEqual([]);
    expect(FakeTab.errors).toEqual([]);
  },
);
