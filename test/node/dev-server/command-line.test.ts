import { readFileSync } from "node:fs";
import { afterEach, expect, it } from "vitest";
import { main } from "../../../dev-server/command-line";
import { startDevServer } from "../../../dev-server";
import { Client, requestPath } from "./client";

/** A terminal that keeps what is written, and on which one can press Ctrl-C. */
class FakeTerminal {
  written = "";
  errors = "";
  stop = (): void => undefined;
  readonly ready: Promise<void>;
  private isReady = (): void => undefined;

  constructor() {
    this.ready = new Promise((resolve) => (this.isReady = resolve));
  }

  write(text: string): void {
    this.written += text;
  }

  writeError(text: string): void {
    this.errors += text;
  }

  onStop(stop: () => void): void {
    this.stop = stop;
    this.isReady();
  }
}

let terminal = new FakeTerminal();

afterEach(() => {
  terminal.stop();
  terminal = new FakeTerminal();
});

it("the command serves until it is asked to stop", async () => {
  const argv = ["--port", "0", "--user", "12:hash:12", "--user", "13:hash13"];
  const exit = main([...argv, "--log", "web_a:2", "--password", "other"], terminal);
  await terminal.ready;
  const [, node = ""] = /node: "([^"]+)"/.exec(terminal.written) ?? [];
  const client = await Client.connect(node, { key: "hash:12", id: 12 });
  client.send("web_pipe2", "web_a", "ev", "*", "1");
  client.send("pipe_log", "web_a", "", "");
  expect(await client.untilFence()).toHaveLength(2);
  terminal.stop();
  expect(await exit).toBe(0);
  expect(await client.closed()).toBe(1006);
});

it("the command can start several nodes that know each other", async () => {
  const argv = ["--nodes", "2", "--port", "0", "--user", "12:hash12", "--log", "web_a:2"];
  const exit = main(argv, terminal);
  await terminal.ready;
  const [, urls, list = "[]"] =
    /listens on (\S+, \S+) \(node: (\[.*\])\)\n$/.exec(terminal.written) ?? [];
  const nodes = JSON.parse(list) as string[];
  expect(urls).toBe(nodes.map((node) => `http://${node}`).join(", "));
  const [one, other] = await Promise.all(
    nodes.map((node) => Client.connect(node, { key: "hash12", id: 12 })),
  );
  one?.send("web_pipe2", "web_a", "ev", "*", "1");
  await one?.untilFence();
  for (const client of [one, other]) {
    client?.send("pipe_log", "web_a", "", "");
    expect(await client?.untilFence()).toHaveLength(1);
  }
  terminal.stop();
  expect(await exit).toBe(0);
  expect(await other?.closed()).toBe(1006);
});

it("the command can leave frames whole", async () => {
  const exit = main(["--port", "0", "--no-cut"], terminal);
  await terminal.ready;
  const [, node = ""] = /node: "([^"]+)"/.exec(terminal.written) ?? [];
  const client = await Client.connect(node);
  client.send("pipe_count", "web_a", "m23", "");
  expect(await client.nextMessage()).toMatchObject({ marker: "m23", pipe: "_answer_pipe_count" });
  terminal.stop();
  await exit;
});

it("the command can speak as an older server", async () => {
  const exit = main(["--port", "0", "--profile", "3"], terminal);
  await terminal.ready;
  const [, node = ""] = /node: "([^"]+)"/.exec(terminal.written) ?? [];
  const client = Client.open(node, requestPath());
  expect(await client.nextMessage()).toMatchObject({ authorized: "false" });
  terminal.stop();
  await exit;
});

it("the command tells how it is used, and its version", async () => {
  expect(await main(["--help"], terminal)).toBe(0);
  expect(terminal.written).toContain("--user ID:HASH");
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  expect(await main(["--version"], terminal)).toBe(0);
  expect(terminal.written).toMatch(new RegExp(`\n${version}\n$`));
});

it.each([
  [["--port", "abc"], '--port is "abc", but must be a number'],
  [["--port", "70000"], "port is 70000, but must be an integer from 0 to 65535"],
  [["--port", "0", "--user", "12"], '--user is "12", but must be of the form ID:HASH'],
  [["--port", "0", "--user", "0:x"], "user id is 0, but must be an integer from 1"],
  [["--port", "0", "--log", "web_a:100"], "length is 100, but must be an integer from 0 to 99"],
  [["--nodes", "0"], "--nodes is 0, but must be an integer from 1 to 16"],
  [["--nodes", "two"], '--nodes is "two", but must be a number'],
  [["--nodes", "2", "--port", "65535"], "port is 65535, but must be an integer from 0 to 65534"],
  [["--profile", "2"], '--profile is "2", but must be one of "current", "3"'],
  [["--bogus"], "--bogus"],
])("the command refuses %j and says why", async (argv, message) => {
  expect(await main(argv, terminal)).toBe(2);
  expect(terminal.errors).toContain(message);
  expect(terminal.errors).toContain("--help");
});

it("the command says that the port is taken", async () => {
  const other = await startDevServer({ port: 0 });
  expect(await main(["--port", String(other.port)], terminal)).toBe(1);
  expect(terminal.errors).toContain("The port is taken");
  await other.close();
});
