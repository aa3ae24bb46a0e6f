import { expect, it, vi } from "vitest";
import { Shards } from "../../../src/connection/shards";
import { publishCommand } from "../../../src/protocol/commands";
import { FakeSocket, INFO } from "../../support/fake-socket";
import { newSession, useFakeSockets } from "./session-bench";

useFakeSockets();

const CHANNELS = Array.from({ length: 40 }, (_, i) => `web_${i + 10}`);
/** Carried by the second shard. */
const CHANNEL = "web_49";

const texts = (socket: FakeSocket | undefined) =>
  socket?.sent.filter((text) => text.startsWith("web_pipe")).map((text) => text.split("\n").at(-1));

it("commands of a channel keep their order while its shard opens", async () => {
  const address = {
    node: "one",
    nextUrl: () => "ws://server",
    connected: vi.fn(),
    disconnected: vi.fn(),
  };
  const shards = new Shards([address], newSession().listener);
  shards.setChannels(CHANNELS);
  shards.start();
  await vi.advanceTimersByTimeAsync(0);
  const [first, second] = FakeSocket.all;
  const open = (socket: FakeSocket | undefined) => {
    socket?.open();
    socket?.receive(INFO);
  };
  const onDone = vi.fn();
  const publish = (text: string) =>
    shards.send({ command: publishCommand(CHANNEL, "e", text, ""), onDone });
  open(first);
  publish("a");
  open(second);
  publish("b");
  expect([texts(first), texts(second)]).toEqual([['"a"', '"b"'], []]);
  const pipe = `_answer_to_${CHANNEL}`;
  for (const message of ["a", "b"])
    first?.receive({ data: { message, number_messages: 1 }, event: "answer", pipe });
  expect(onDone).toHaveBeenCalledTimes(2);
  publish("c");
  expect(texts(second)).toEqual(['"c"']);
  second?.close();
  publish("d");
  expect(texts(first)).toEqual(['"a"', '"b"', '"d"']);
});
