import { describe, expect, it, vi } from "vitest";
import type { Gap } from "../../src/api/types";
import { ANN, collector, fence, useTestBed } from "./test-bed";
import { FENCE } from "../support/frames";

const bed = useTestBed();

/** A reconnection begins within a second. */
const SOON = 3_000;

describe("a client without a connection", () => {
  it("connects again, with its channels and what waits", async () => {
    const ann = await bed.connect(ANN);
    const bob = await bed.connect();
    const heard = collector();
    const codes: number[] = [];
    bob.on("disconnect", (code) => codes.push(code));
    bob.subscription("web_chat", heard.callback);
    await fence(bob);
    bed.server.closeConnections(({ userId }) => userId === 0);
    await vi.waitFor(() => expect(codes).toEqual([1006]));
    expect(bob.web_pipe_send("web_other", "ev", "waited")).toBe(false);
    await vi.waitFor(() => expect(bob.isConnected()).toBe(true), SOON);
    await fence(bob);
    ann.web_pipe_send("web_chat", "ev", "again");
    await heard.next(1);
    const [list, question, publish] = bed.server.received
      .filter(({ connection }) => connection === bed.server.connections.at(-1)?.id)
      .map(({ text }) => text);
    expect(list).toBe("subscription\nweb_chat");
    expect(question).toMatch(FENCE);
    expect(publish).toContain("waited");
  });

  it("announces a gap in each channel once the channel is heard again", async () => {
    const before = Date.now();
    const bob = await bed.connect();
    const gaps = vi.fn();
    bob.on("gap", gaps);
    bob.subscription("web_a");
    bob.subscription("web_b.ev");
    await fence(bob);
    expect(gaps).not.toHaveBeenCalled();
    bed.server.closeConnections();
    await vi.waitFor(() => expect(gaps).toHaveBeenCalledTimes(2), SOON);
    expect(bob.isConnected()).toBe(true);
    const told: Gap[] = gaps.mock.calls.flat();
    expect(told.map(({ channel }) => channel)).toEqual(["web_a", "web_b"]);
    for (const { from, to } of told) {
      expect(from).toBeGreaterThanOrEqual(before - 2_000); // may have been on its way for so long
      expect(to).toBeGreaterThan(before);
      expect(to).toBeLessThanOrEqual(Date.now());
    }
  });

  it.each(["start", "restart"] as const)("connects again by %s() after a refusal", async (how) => {
    bed.server.refuse(401);
    const client = bed.create();
    const onError = vi.fn();
    client.on("error", onError);
    client.start({ node: bed.server.node });
    await vi.waitFor(() => expect(onError).toHaveBeenCalledTimes(1));
    expect(onError.mock.lastCall?.[0]).toMatchObject({ code: "fatal", value: 401 });
    expect(bed.console.error).toEqual([expect.stringContaining("the user ID can not be found")]);
    bed.server.refuse(null);
    client[how]();
    await vi.waitFor(() => expect(client.isConnected()).toBe(true));
    expect(onError).toHaveBeenCalledTimes(1);
    const attempts = bed.server.connectionAttempts;
    client.start();
    await fence(client);
    expect(bed.server.connectionAttempts).toBe(attempts);
  });

  it.each(["disconnect", "error"] as const)(
    "may be started anew in a listener of %s after a refusal",
    async (event) => {
      bed.server.refuse(401);
      const client = bed.create();
      const end = client.on(event, () => {
        end();
        bed.server.refuse(null);
        client.start();
      });
      client.start({ node: bed.server.node });
      await vi.waitFor(() => expect(client.isConnected()).toBe(true));
      expect(client.isMaster()).toBe(true);
    },
  );

  it("tries again while the server takes no connections", async () => {
    bed.server.refuse("http");
    const client = bed.create();
    const onDisconnect = vi.fn();
    client.on("disconnect", onDisconnect);
    client.start({ node: bed.server.node });
    await vi.waitFor(() => expect(onDisconnect).toHaveBeenCalledWith(1006), SOON);
    bed.server.refuse(null);
    await vi.waitFor(() => expect(client.isConnected()).toBe(true), SOON);
  });

  it("tries TLS after three failures without it, if it never had a connection", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    bed.server.refuse("http");
    const client = bed.create();
    const schemes: string[] = [];
    client.on("disconnect", () => schemes.push(client.getUrl().split(":", 1)[0] ?? ""));
    client.start({ node: bed.server.node });
    await vi.waitFor(() => expect(schemes.length).toBeGreaterThan(5), SOON);
    expect(schemes.slice(0, 6)).toEqual(["ws", "ws", "wss", "wss", "wss", "ws"]);
    bed.server.refuse(null);
    await vi.waitFor(() => expect(client.isConnected()).toBe(true), SOON);
    expect(client.isUseWss()).toBe(false);
    expect(client.UseWss(true)).toBe(true);
  });
});
