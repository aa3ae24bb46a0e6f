/** Where log lines go. */
import { expect, it, vi } from "vitest";
import { useTestBed } from "./test-bed";

const bed = useTestBed();

function newLogger() {
  const lines: string[] = [];
  const write = (level: string) => (text: string) => void lines.push(`${level} ${text}`);
  const logger = {
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
  };
  return { lines, logger };
}

it("a logger gets all lines instead of the console, and none has a key", async () => {
  const { lines, logger } = newLogger();
  const client = await bed.connect({ user_id: 12, user_key: "secret", logger });
  client.subscription("a b", () => undefined);
  await vi.waitFor(() => expect(lines).toContain("info connected"));
  client.stop();
  expect(lines).toEqual([
    "debug this tab holds the connection",
    expect.stringMatching(/^debug 127.0.0.1:\d+ reached$/),
    "warn the server does not accept user_key for user_id 12",
    "info connected",
    expect.stringMatching(/^error Bad subscription key "a b"/),
    "info disconnected (1000)",
  ]);
  expect([...bed.console.error, ...bed.console.warn]).toEqual([]);
  expect(lines.join()).not.toContain("secret");
});

it("a logger that throws stops nothing, and one that is none is an error", async () => {
  const { logger } = newLogger();
  const thrown: unknown[] = [];
  const onError = (error: unknown) => thrown.push(error);
  process.on("uncaughtException", onError);
  const info = () => {
    throw new Error("full");
  };
  const client = await bed.connect({ logger: { ...logger, info } });
  await client.countUsers("web_a");
  await vi.waitFor(() => expect(thrown).not.toHaveLength(0));
  process.off("uncaughtException", onError);
  client.start({ logger: { info } as never });
  expect(bed.console.error).toEqual([expect.stringMatching(/Bad logger object: it has the func/)]);
});
