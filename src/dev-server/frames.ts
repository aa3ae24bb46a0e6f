/** From a message to the bytes of its frame: key order, the form for old clients, the cut. */
import { OLD_API_NOTE } from "./texts";

/** What a frame says, as clients from version 4 on get it. */
export interface Frame {
  readonly event: string;
  readonly data: unknown;
  readonly pipe: string;
  readonly [key: string]: unknown;
}

/** The real server sends no longer frame, and closes on a longer command. */
export const MAX_FRAME_BYTES = 65_535;

/** Frames up to this length are delivered but not counted in the delivery report. */
const MAX_UNCOUNTED_BYTES = 125;

/** From this byte on the real server overwrites frames that end at byte 123, 124 or 125. */
const CUT_AT = 122;

/**
 * What stands behind the cut: a NUL, then what happened to be in memory. Recorded frames ended in
 * the ASCII bytes; others were no valid UTF-8, upon which a browser drops the connection.
 */
const CUT_ENDS = {
  ascii: Buffer.from([0, 0x7f, 0]),
  invalid: Buffer.from([0, 0xff, 0xfe]),
} as const;

export type CutEnd = keyof typeof CUT_ENDS | "none";

/** A frame on its way to many connections: each form is made once. */
export class EncodedFrame {
  private current: Buffer | undefined;
  private older: Buffer | undefined;

  constructor(private readonly frame: Frame) {}

  /** The correct bytes of the frame for a client that announced this major version. */
  bytes(majorVersion: number): Buffer {
    if (majorVersion < 4) return (this.older ??= encode(olderForm(this.frame)));
    return (this.current ??= encode(this.frame));
  }

  /** Whether a delivery to such a client counts in the delivery report. */
  counts(majorVersion: number): boolean {
    return this.bytes(majorVersion).length > MAX_UNCOUNTED_BYTES;
  }
}

/** Overwrites the end of a frame as the real server does, in a copy. */
export function cutFrame(bytes: Buffer, end: CutEnd): Buffer {
  const isCut = bytes.length > CUT_AT && bytes.length <= MAX_UNCOUNTED_BYTES;
  if (end === "none" || !isCut) return bytes;
  return Buffer.concat([bytes.subarray(0, CUT_AT), CUT_ENDS[end]], bytes.length);
}

function encode(frame: Frame): Buffer {
  return Buffer.from(JSON.stringify(sortKeys(frame)));
}

function olderForm(frame: Frame): Frame {
  const { data, event } = frame;
  return {
    ...frame,
    api_data: OLD_API_NOTE,
    data: typeof data === "string" ? data : JSON.stringify(sortKeys(data)),
    event_name: event,
  };
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}
