/** What the library makes of frames, for tests of what comes behind that. */
import { decodeFrame, type DecodeContext, type ServerMessage } from "../../src/protocol/messages";

/** A connection that listens to these channels. */
export function contextOf(channels: readonly string[], legacy = false): DecodeContext {
  return { legacy, channels: () => channels };
}

/** The one message in a text. */
export function decodeOne(text: string, context = contextOf([])): ServerMessage {
  const messages = decodeFrame(text, context);
  const [message] = messages;
  if (!message || messages.length > 1) throw new Error(`${messages.length} messages in ${text}`);
  return message;
}

/** The message in a frame with these fields; a private one if they name no channel. */
export function messageOf(fields: object): Extract<ServerMessage, { channel: string }> {
  const message = decodeOne(JSON.stringify(fields));
  if (!("channel" in message)) throw new Error(`${message.kind} ${JSON.stringify(fields)}`);
  return message;
}
