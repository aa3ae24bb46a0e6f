import type { FakeSocket } from "./fake-socket";

/** Frames of the server about the channel that the tests use: `web_chat`. */

/** The answer to a count. */
export const counted = (marker: string | undefined, n = 1) => ({
  data: ["user_in_pipe", n],
  event: "user_in_pipe",
  marker,
  pipe: "_answer_pipe_count",
});

/** The delivery report of a publish. */
export const report = (message: string) => ({
  data: { message, number_messages: 1 },
  event: "answer",
  pipe: "_answer_to_web_chat",
});

/** A message of a log, or of the queue of an absent user. */
export const logged = (data: string, channel = "web_chat") => ({
  data,
  event: "msg",
  fromQueue: true,
  message_send_time: 1,
  pipe: channel,
});

export const REFUSAL = { data: { error: "Invalid value auth_type" }, event: "error", pipe: "sys" };

export const FATAL = { data: '{"error":"no","error_code":401}', event: "error", pipe: "sys" };

/** A report of `publish(true)`, damaged by the server: the end of the channel is lost. */
export const CUT_REPORT = (() => {
  const frame = `{"data":{"message":"truex","number_messages":0},"event":"answer","message_send_time":1795278581,"pipe":"_answer_to_web_chat"}`;
  return { text: frame.slice(0, 122) + "\0?!", whole: frame };
})();

/** What is written behind a list of channels. */
export const FENCE = /^pipe_count\nweb_fence\n\w{24}\n$/;

/** The marker of the n-th frame from behind. */
export const markerOf = (socket: FakeSocket, fromEnd = 1) =>
  socket.sent.at(-fromEnd)?.split("\n")[2];

/** The first words of what was written. */
export const kindsOf = ({ sent }: FakeSocket) => sent.map((text) => text.split("\n")[0]);
