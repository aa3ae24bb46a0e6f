/** The recorded frames, as a client of that connection would meet them. */
import { readRecordings, type Recording } from "../../support/recordings";

export interface RecordedFrame {
  /** `scenario.vVERSION:N`, N counting the recording's frames from 0. */
  readonly id: string;
  readonly text: string;
  /** The SQL that caused it, or `undefined`. */
  readonly sql: string | undefined;
  /** Channels that the connection had asked for by then, its delivery reports included. */
  readonly channels: readonly string[];
}

export const recordings = readRecordings();

export const recordedFrames: readonly RecordedFrame[] = recordings.flatMap(framesOf);

/** Paths of the connections, and frames that the client sent. */
export const recordedPaths = recordings.flatMap(({ steps }) => steps.flatMap((s) => s.open ?? []));
export const recordedCommands = recordings.flatMap(({ steps }) =>
  steps.flatMap((step) => step.send ?? []),
);

export function recorded(id: string): RecordedFrame {
  const frame = recordedFrames.find((other) => other.id === id);
  if (!frame) throw new Error(`no frame ${id} in the recordings`);
  return frame;
}

function framesOf({ file, steps }: Recording): RecordedFrame[] {
  const frames: RecordedFrame[] = [];
  const channels = new Map<string, string[]>();
  let sql: string | undefined;
  for (const { conn = "", send, recv, cometql } of steps) {
    if (cometql !== undefined) sql = cometql;
    if (send !== undefined) {
      sql = undefined;
      channels.set(conn, [...(channels.get(conn) ?? []), ...channelsIn(send)]);
    }
    if (recv === undefined) continue;
    const id = `${file.replace(".json", "")}:${frames.length}`;
    frames.push({ id, text: recv, sql, channels: channels.get(conn) ?? [] });
  }
  return frames;
}

function channelsIn(command: string): string[] {
  const [kind, ...fields] = command.split("\n");
  if (kind === "subscription") return fields;
  return kind === "web_pipe2" ? [`_answer_to_${String(fields[0]).replace("@", "")}`] : [];
}
