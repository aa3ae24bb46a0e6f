/** A key that is a function of the page. */
import { describe, expect, it, vi } from "vitest";
import type { CometError } from "../../src/api/errors";
import type { KeyFunction } from "../../src/api/types";
import { useTestBed } from "./test-bed";

const bed = useTestBed();

function started(user_key: KeyFunction) {
  const client = bed.create();
  const told: string[] = [];
  client.on("authorized", () => told.push("authorized"));
  client.on("denied", ({ reason }) => told.push(reason));
  client.on("error", ({ code, message }) => told.push(`${code} ${message}`));
  client.start({ node: bed.server.node, user_id: 12, user_key });
  const until = (...all: string[]) => vi.waitFor(() => expect(told).toEqual(all), 5_000);
  return { client, told, until };
}

describe("a key function", () => {
  it("is asked once before the first connection, and not again while the key is good", async () => {
    const give = vi.fn(() => Promise.resolve("hash12"));
    const { client, until } = started(give);
    await until("authorized");
    expect(client.getUserKey()).toBe("hash12");
    bed.server.closeConnections();
    await client.connected();
    await vi.waitFor(() => expect(bed.server.connections).toHaveLength(1));
    client.start();
    expect(give).toHaveBeenCalledTimes(1);
    client.stop();
    client.start();
    await client.connected();
    expect(give).toHaveBeenCalledTimes(2);
  });

  it("is asked again when a token is about to expire, and when the server refuses the key", async () => {
    const keys = [bed.server.token(12, { expiresIn: 20 }), "old", "hash12"];
    const give = vi.fn(() => keys.shift() ?? null);
    const { until } = started(give);
    await until("authorized");
    bed.server.closeConnections();
    await until("authorized", "refused", "authorized");
    expect(give).toHaveBeenCalledTimes(3);
  });

  it("is asked at most three times more for keys that the server refuses", async () => {
    const give = vi.fn(() => `wrong${give.mock.calls.length}`);
    const { client, told } = started(give);
    await vi.waitFor(() => expect(give).toHaveBeenCalledTimes(4), 5_000);
    await client.connected();
    await client.countUsers("web_a");
    expect(give).toHaveBeenCalledTimes(4);
    expect(new Set(told)).toEqual(new Set(["refused"]));
  });

  it("is asked again after it failed, and each failure is told without its text", async () => {
    const results: KeyFunction[] = [
      () => Promise.reject(new TypeError("secret")),
      () => "not a key\n",
      () => "hash12",
    ];
    vi.useFakeTimers({ toFake: ["setTimeout"], shouldAdvanceTime: true, advanceTimeDelta: 200 });
    try {
      const { told } = started(() => (results.shift() as KeyFunction)());
      await vi.waitFor(() => expect(told).toHaveLength(3), 5_000);
      expect(told.map((text) => text.replace(/;.*/, ""))).toEqual([
        "key user_key() failed (TypeError)",
        "key user_key() gave a text of 10 characters, not a text of 1 to 600 characters that a URL takes as they are",
        "authorized",
      ]);
      expect(bed.console.error.join()).not.toContain("secret");
    } finally {
      vi.useRealTimers();
    }
  });

  it("may be another one at each start(), and is asked no more after stop()", async () => {
    const client = bed.create();
    const authorized = vi.fn();
    client.on("authorized", authorized);
    const give = vi.fn(() => Promise.resolve("hash12"));
    for (let i = 0; i < 3; i++)
      client.start({ node: bed.server.node, user_id: 12, user_key: () => give() });
    await vi.waitFor(() => expect(authorized).toHaveBeenCalledOnce());
    expect([give.mock.calls.length, bed.server.connections.length]).toEqual([1, 1]);
    bed.server.refuse("http");
    bed.server.closeConnections();
    await vi.waitFor(() => expect(client.state).toBe("waiting"));
    client.stop();
    bed.server.refuse(null);
    await (await bed.connect()).countUsers("web_a");
    expect(give).toHaveBeenCalledTimes(1);
  });

  it("gives up with stop(), and may say that the visitor is anonymous", async () => {
    let reject: (error: CometError) => void = () => undefined;
    const { client, told } = started(() => new Promise((_, no) => (reject = no)));
    client.stop();
    reject(new Error("late") as CometError);
    await Promise.resolve();
    expect([told, client.state]).toEqual([[], "stopped"]);
    const anonymous = started(() => null);
    await anonymous.until("no-key");
  });

  it("is asked anew by restart() if it has brought no good key", async () => {
    const bad = vi.fn(() => "wrong");
    const { client, until } = started(bad);
    await vi.waitFor(() => expect(bad).toHaveBeenCalledTimes(4), 5_000);
    await client.connected();
    client.restart({ user_key: () => new Promise(() => undefined) });
    client.restart({ user_key: () => "hash12" });
    await until("refused", "authorized");
    expect(bad).toHaveBeenCalledTimes(4);
  });

  it("without an id of the visitor is a mistake that is told", async () => {
    const client = bed.create();
    const denied = vi.fn();
    client.on("denied", ({ reason }) => denied(reason));
    client.start({ node: bed.server.node, user_key: () => "hash12" });
    await vi.waitFor(() => expect(denied).toHaveBeenCalledWith("no-id"));
    expect(bed.console.warn.join()).toContain("user_key has no valid user_id");
  });
});
