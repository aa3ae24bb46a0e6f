/**
 * The clients that are compared, each with the server that it expects: `greet` and `answer` let it
 * connect and subscribe, `frame` returns a message as that server sends it, and `listen` starts the
 * client and calls back with the data of each message.
 */
import { Centrifuge } from "centrifuge";
import { Socket } from "phoenix";
import Pusher from "pusher-js";
import { io } from "socket.io-client";

const EVENT = "message";
const CHANNEL = "web_bench";

/** Escapes a text as the CppComet server does, by means of MySQL. */
const escapeText = (text) => text.replace(/["'\\]/g, "\\$&");

const cometFrame = (data) =>
  JSON.stringify({
    data: escapeText(JSON.stringify(data)),
    event: EVENT,
    message_send_time: 1_795_000_000,
    pipe: CHANNEL,
    user_id: 12,
  });

const cometServer = {
  greet: () => ['{"authorized":false,"data":"","message_send_time":1795000000,"pipe":"sys"}'],
  /** Answers a count, but not the list of channels. */
  answer(text) {
    const [kind, , marker] = text.split("\n");
    if (kind !== "pipe_count") return [];
    const data = ["user_in_pipe", 1];
    return [JSON.stringify({ data, event: data[0], marker, pipe: "_answer_pipe_count" })];
  },
  frame: cometFrame,
};

/** The library, in a page with `unrelated` listeners of other events. */
export const ours = (unrelated = 0) => ({
  ...cometServer,
  listen(name, onData) {
    const api = new window.cometServerApi();
    for (let i = 0; i < unrelated; i++) api.subscription(`web_other.event${i}`, () => undefined);
    api.subscription(`${CHANNEL}.${EVENT}`, ({ data }) => onData(data));
    api.start({ node: `${name}.invalid` });
  },
});

/** The least that a frame of the CppComet server needs. */
const bare = {
  ...cometServer,
  greet: () => [],
  listen(name, onData) {
    const socket = new WebSocket(`ws://${name}.invalid/`);
    socket.onmessage = ({ data: text }) => {
      const { pipe, event, data } = JSON.parse(text);
      if (pipe === CHANNEL && event === EVENT)
        onData(JSON.parse(data.replace(/\\(["'\\])/g, "$1")));
    };
  },
};

const pusher = {
  greet: () => [
    JSON.stringify({
      event: "pusher:connection_established",
      data: JSON.stringify({ socket_id: "1.1", activity_timeout: 120 }),
    }),
  ],
  answer(text) {
    const { event } = JSON.parse(text);
    const answers = {
      "pusher:subscribe": "pusher_internal:subscription_succeeded",
      "pusher:ping": "pusher:pong",
    };
    return [JSON.stringify({ event: answers[event], channel: CHANNEL, data: "{}" })];
  },
  frame: (data) => JSON.stringify({ event: EVENT, channel: CHANNEL, data: JSON.stringify(data) }),
  listen(name, onData) {
    const options = { wsHost: `${name}.invalid`, forceTLS: false, enabledTransports: ["ws"] };
    const client = new Pusher("key", { cluster: "", ...options });
    client.subscribe(CHANNEL).bind(EVENT, onData);
  },
};

const centrifuge = {
  greet: () => [],
  answer: (text) =>
    text
      .split("\n")
      .map((line) => JSON.parse(line))
      .filter(({ id }) => id)
      .map(({ id, connect }) =>
        JSON.stringify(
          connect ? { id, connect: { client: "client", version: "1" } } : { id, subscribe: {} },
        ),
      ),
  frame: (data) => JSON.stringify({ push: { channel: CHANNEL, pub: { data } } }),
  listen(name, onData) {
    const client = new Centrifuge(`ws://${name}.invalid/connection/websocket`);
    const subscription = client.newSubscription(CHANNEL);
    subscription.on("publication", ({ data }) => onData(data));
    subscription.subscribe();
    client.connect();
  },
};

const socketIo = {
  // Intervals that are longer than the measurement.
  greet: () => [
    `0${JSON.stringify({ sid: "one", upgrades: [], pingInterval: 1e9, pingTimeout: 1e9 })}`,
  ],
  answer: (text) => (text.startsWith("40") ? ['40{"sid":"two"}'] : []),
  frame: (data) => `42${JSON.stringify([EVENT, data])}`,
  listen(name, onData) {
    io(`http://${name}.invalid`, { transports: ["websocket"] }).on(EVENT, onData);
  },
};

const phoenix = {
  greet: () => [],
  answer(text) {
    const [joinRef, ref, topic] = JSON.parse(text);
    return [JSON.stringify([joinRef, ref, topic, "phx_reply", { status: "ok", response: {} }])];
  },
  frame: (data) => JSON.stringify([null, null, CHANNEL, EVENT, data]),
  listen(name, onData) {
    const socket = new Socket(`ws://${name}.invalid/socket`);
    socket.connect();
    const channel = socket.channel(CHANNEL);
    channel.on(EVENT, onData);
    channel.join();
  },
};

export const contenders = {
  ours: ours(),
  bare,
  "pusher-js": pusher,
  centrifuge,
  "socket.io-client": socketIo,
  phoenix,
};
