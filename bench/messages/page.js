/** For the page: connects all clients, then gives them the same messages in turn. */
import { SocketDouble } from "./socket-double.js"; // first: some clients look for it when they load
import { contenders, ours } from "./contenders.js";

const PATIENCE_MS = 10_000;
/** If a callback has not come after this many promises, the client did not hear the message. */
const MAX_PROMISES = 1_000;

const clients = [];

/** A message of about `size` bytes as JSON: records with numbers, names and a line of prose. */
function messageOf(size, number) {
  const message = { number, from: "Anna O'Neil", items: [] };
  const words = "It's about as much text as people write in a line, with a quote.";
  for (let left = size - 50; left > 0; left -= 110) {
    const text = `${words.slice(0, Math.max(1, left - 40))} "${number}"`;
    message.items.push({ id: message.items.length, text, at: 1_795_000_000 + number });
  }
  return message;
}

async function connect(name, contender, sizes, count) {
  const host = `bench${clients.length}`;
  const frames = sizes.map((size) =>
    Array.from({ length: count }, (_, number) => contender.frame(messageOf(size, number))),
  );
  const client = { name, frames, heard: 0, socket: undefined };
  SocketDouble.servers.set(host, contender);
  contender.listen(host, (data) => {
    if (typeof data.number === "number") client.heard++;
  });
  clients.push(client);
  const end = performance.now() + PATIENCE_MS;
  while (!client.heard) {
    if (performance.now() > end) throw new Error(`${name} hears nothing`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    client.socket = SocketDouble.sockets.get(host);
    client.socket?.receive(frames[0][0]);
  }
}

/** Times a message from the socket's event to the page's callback, in microseconds on average. */
async function time(client, size) {
  const { socket } = client;
  const frames = client.frames[size];
  let goal = client.heard;
  const start = performance.now();
  for (const frame of frames) {
    goal++;
    socket.receive(frame);
    for (let i = 0; client.heard < goal; i++) {
      if (i > MAX_PROMISES) throw new Error(`${client.name} did not hear a message`);
      await undefined;
    }
  }
  return ((performance.now() - start) * 1000) / frames.length;
}

window.messages = {
  connectAll: async (sizes, count) => {
    for (const [name, contender] of Object.entries(contenders))
      await connect(name, contender, sizes, count);
  },
  connectOurs: async (unrelated, sizes, count) => {
    for (const number of unrelated) await connect(String(number), ours(number), sizes, count);
  },
  /** Times all clients in turn, each round beginning with another. @returns one time per round. */
  async rounds(size, rounds) {
    const times = Object.fromEntries(clients.map(({ name }) => [name, []]));
    for (let round = 0; round < rounds; round++) {
      for (let i = 0; i < clients.length; i++) {
        const client = clients[(i + round) % clients.length];
        times[client.name].push(await time(client, size));
      }
      // What a client does in a later task must not be measured with the next client.
      await new Promise((resolve) => setTimeout(resolve));
    }
    return times;
  },
};
