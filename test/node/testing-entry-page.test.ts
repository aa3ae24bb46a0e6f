// @vitest-environment jsdom
/** The testing entry in a page: what tabs share is there, and clients of tests leave it alone. */
import { afterEach, expect, it, vi } from "vitest";
import { createTestComet } from "../../testing";

afterEach(() => vi.restoreAllMocks());

/** A client of a user to whom a message waits. */
async function visit(): Promise<{ data: unknown; stop: () => void }> {
  const { cometApi, server, stop } = createTestComet();
  server.authorize(7, "hash7");
  server.sendToUser(7, "note", "for you");
  const data: unknown[] = [];
  cometApi.subscribe("msg", (message) => data.push(message.data));
  cometApi.start({ node: "comet.example.com", user_id: 7, user_key: "hash7" });
  await server.connected();
  expect(cometApi.inspect().tabs).toHaveLength(1);
  return { data, stop };
}

it("two clients of one user in one page share nothing, and leave nothing behind", async () => {
  const channels = vi.spyOn(globalThis, "BroadcastChannel");
  const added = vi.spyOn(window, "addEventListener");
  const removed = vi.spyOn(window, "removeEventListener");
  const visits = [await visit(), await visit()];
  // The page of an earlier test would have had the message already: it is the same, in one second.
  expect(visits.map(({ data }) => data)).toEqual([["for you"], ["for you"]]);
  for (const { stop } of visits) stop();
  expect(channels).not.toHaveBeenCalled();
  expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
  expect(added.mock.calls.length).toBeGreaterThan(0);
  expect(removed.mock.calls.map(([type]) => type).sort()).toEqual(
    added.mock.calls.map(([type]) => type).sort(),
  );
});
