import { utf8Length } from "./limits";
import { parseObject } from "./payload";
import type { WireFields } from "./wire-fields";

/** The byte from which on the server damages a frame. */
const CUT_AT = 122;

const OWN_CHANNELS = ["sys", "msg", "_answer", "_answer_pipe_count", "_answer_user_status"];

/**
 * Restores a frame that the server damaged (docs/protocol.md, 5). If the correct text has 123, 124 or
 * 125 bytes, its last 1, 2 or 3 bytes arrive as a NUL and garbage, so the end of the last value is
 * lost. A lost digit of the sender's id cannot be known: such a message gets no sender. A lost
 * character of a channel is restored if exactly one known channel fits.
 * Returns `undefined` for every other text, and if the channel remains unknown.
 */
export function mendCutFrame(
  text: string,
  channels: () => Iterable<string>,
): WireFields | undefined {
  const rest = text.split("\0", 1)[0] as string;
  const lost = utf8Length(text) - CUT_AT;
  if (lost < 1 || lost > 3 || utf8Length(rest) !== CUT_AT) return undefined;

  // Only the closing brace is lost, so even the sender is certain.
  if (lost === 1) return parseObject(rest + "}");

  const [sender] = /,"user_id"(:\d*)?$/.exec(rest) || [];
  if (sender) return parseObject(rest.slice(0, -sender.length) + "}");

  if (lost === 2) return parseObject(rest + '"}');

  const [, beginning] = /"pipe":"([\w-]*)$/.exec(rest) || [];
  if (beginning === undefined) return undefined;
  const fitting = [...new Set([...OWN_CHANNELS, ...channels()])].filter(
    (name) => name.length === beginning.length + 1 && name.startsWith(beginning),
  );
  return fitting.length === 1
    ? parseObject(rest.slice(0, rest.length - beginning.length) + fitting[0] + '"}')
    : undefined;
}
