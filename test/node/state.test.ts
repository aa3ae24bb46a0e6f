/** The state of the connection, as the page is told. */
import { describe, expect, it, vi } from "vitest";
import type { StateChange } from "../../src/api/types";
import { useTestBed } from "./test-bed";

const bed = useTestBed();

function watched() {
  const client = bed.create();
  const changes: StateChange[] = [];
  const other: string[] = [];
  client.on("state", (change) => {
    expect(client.state).toBe(change.state);
    changes.push(change);
  });
  client.on("connect", () => other.push(client.state));
  client.on("disconnect", () => other.push(client.state));
  const until = (state: string) =>
    vi.waitFor(() => expect(changes.at(-1)?.state).toBe(state), 5_000);
  return { client, changes, other, until };
}

describe("the state", () => {
  it("is told with the one before, before the events that tell the same", async () => {
    const { client, changes, other, until } = watched();
    expect(client.state).toBe("stopped");
    client.start({ node: bed.server.node });
    await until("connected");
    client.stop();
    client.stop();
    expect(changes.map(({ previous, state }) => `${previous} > ${state}`)).toEqual([
      "stopped > connecting",
      "connecting > connected",
      "connected > stopped",
    ]);
    expect(other[0]).toBe("connected");
  });

  it("may be left by start() in a listener of its end", async () => {
    const { client, changes, until } = watched();
    client.start({ node: bed.server.node });
    await until("connected");
    const end = client.on("state", ({ state }) => state === "stopped" && client.start());
    client.stop();
    await until("connected");
    end();
    expect(changes.slice(-3).map(({ state }) => state)).toEqual([
      ...["stopped", "connecting", "connected"],
    ]);
    expect(client.isConnected()).toBe(true);
  });

  it("is told to all listeners in order, though one of them changes it", async () => {
    const { client, until } = watched();
    client.on("state", ({ state }) => state === "connected" && client.stop());
    const heard: string[] = [];
    client.on("state", ({ previous, state }) => heard.push(`${previous} > ${state}`));
    client.start({ node: bed.server.node });
    await until("stopped");
    expect(heard).toEqual([
      "stopped > connecting",
      "connecting > connected",
      "connected > stopped",
    ]);
  });

  it("says when the next attempt is, and that it is made", async () => {
    const { client, changes, until } = watched();
    client.start({ node: bed.server.node });
    await until("connected");
    changes.length = 0;
    const at = Date.now();
    bed.server.closeConnections();
    await vi.waitFor(() => expect(changes).not.toHaveLength(0));
    await until("connected");
    expect(changes.map(({ state }) => state)).toEqual(["waiting", "connecting", "connected"]);
    const [{ reason, retryAt = 0 } = {}] = changes;
    expect(reason).toMatch(/^closed with code \d+$/);
    expect(retryAt).toBeGreaterThanOrEqual(at);
    expect(retryAt).toBeLessThanOrEqual(Date.now());
  });

  it("is told for each failed attempt, with a later time", async () => {
    const { client, changes } = watched();
    bed.server.refuse("http");
    client.start({ node: bed.server.node });
    const waits = () => changes.filter(({ state }) => state === "waiting");
    await vi.waitFor(() => expect(waits().length).toBeGreaterThanOrEqual(3), 5_000);
    const times = waits().map(({ retryAt = 0 }) => retryAt);
    expect(times).toEqual([...times].sort((one, other) => one - other));
    client.stop();
  });

  it("is refused where the server refuses for good, and begins anew with start()", async () => {
    const { client, changes, until } = watched();
    bed.server.refuse(401);
    client.start({ node: bed.server.node });
    await until("refused");
    expect(changes.at(-1)?.reason).toMatch(/refuses/);
    bed.server.refuse(null);
    client.start();
    await until("connected");
    client.start({ node: "" });
    expect(client.state).toBe("stopped");
  });
});
