/**
 * The frames of servers before version 4. No recording shows such a server: these forms are what the
 * documentation and the clients of that time say. Everything else is as on the present server.
 */
import { bytesOf, concat } from "./bytes";
import type { Frame } from "./wire-json";
import { dataText } from "./wire-json";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Turns a frame of the present server into that of an older one.
 *
 * @param receiver the user whom a private message is for; undefined for any other frame.
 */
export function oldForm(frame: Frame, receiver?: number): Fields {
  const { authorized, data, event, fromQueue, pipe, user_id: sender, ...others } = frame;
  return {
    ...others,
    ...(authorized === undefined ? {} : { authorized: String(authorized) }),
    ...contents(data, sender),
    event_name: event,
    ...(fromQueue === undefined ? {} : { history: fromQueue }),
    ...(receiver === undefined ? { pipe } : { SendToUser: receiver }),
  };
}

/**
 * Joins the messages of one moment: as many lines to a frame as fit, in order.
 *
 * @param maxBytes the longest frame, unless a single message is longer.
 */
export function joinLines(
  messages: readonly Uint8Array[],
  maxBytes: number,
): readonly Uint8Array[] {
  const frames: Uint8Array[][] = [];
  let room = 0;
  for (const message of messages) {
    const needed = message.length + LINE_END.length;
    const last = frames.at(-1);
    if (last && needed <= room) {
      last.push(LINE_END, message);
      room -= needed;
    } else {
      frames.push([message]);
      room = maxBytes - message.length;
    }
  }
  return frames.map((parts) => concat(parts));
}

const LINE_END = bytesOf("\n");

/**
 * The fields that stand for `data` and the sender: `data` begins with the sender, if there is one.
 */
function contents(data: unknown, sender: unknown): Fields {
  if (isHandshakeError(data)) return { data: data.error, error: data.error_code };
  const signature = sender === undefined ? "" : `A::${String(sender)};`;
  return { data: signature + dataText(data) };
}

/** Only handshake errors have an `error_code`. */
function isHandshakeError(data: unknown): data is { error: string; error_code: number } {
  return typeof data === "object" && data !== null && "error_code" in data;
}
