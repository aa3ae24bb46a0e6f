/** Turns a message into the bytes of its frame: in the receiver's form, and cut if it has to be. */
import { bytesOf, concat } from "./bytes";
import { oldForm } from "./old-frames";
import { OLD_API_NOTE } from "./texts";
import type { ServerProfile } from "./types";
import type { Frame } from "./wire-json";
import { dataText, wireJson } from "./wire-json";

/**
 * The forms of a frame:
 * - `current`: the present server, to clients from version 4 on;
 * - `compatible`: the present server, to older clients;
 * - `old`: a server before version 4, to every client.
 */
export type FrameForm = "current" | "compatible" | "old";

/** The longest frame that the real server sends, and the longest command that it takes. */
export const MAX_FRAME_BYTES = 65_535;

/** Frames up to this length are delivered but not counted in the delivery report. */
const MAX_UNCOUNTED_BYTES = 125;

/** From this byte on the real server overwrites frames that end at byte 123, 124 or 125. */
const CUT_AT = 122;

/**
 * The bytes behind the cut: a NUL, then whatever was in memory. Recorded frames ended in the ASCII
 * bytes; others were not valid UTF-8, and a browser then drops the connection.
 */
const CUT_ENDS = {
  ascii: new Uint8Array([0, 0x7f, 0]),
  invalid: new Uint8Array([0, 0xff, 0xfe]),
} as const;

export type CutEnd = keyof typeof CUT_ENDS | "none";

/** The form in which a server speaks to clients that announced this major version. */
export function formFor(profile: ServerProfile, majorVersion: number): FrameForm {
  if (profile === "3") return "old";
  return majorVersion < 4 ? "compatible" : "current";
}

/** A frame for many connections. Each form of it is made once. */
export class EncodedFrame {
  private readonly encoded = new Map<FrameForm, Uint8Array>();

  /** @param receiver the user whom a private message is for; undefined for any other frame. */
  constructor(
    private readonly frame: Frame,
    private readonly receiver?: number,
  ) {}

  /** The correct bytes of the frame. */
  bytes(form: FrameForm): Uint8Array {
    const bytes = this.encoded.get(form) ?? bytesOf(wireJson(this.fields(form)));
    this.encoded.set(form, bytes);
    return bytes;
  }

  /** Whether a delivery in this form counts in the delivery report. */
  counts(form: FrameForm): boolean {
    return this.bytes(form).length > MAX_UNCOUNTED_BYTES;
  }

  private fields(form: FrameForm): object {
    if (form === "old") return oldForm(this.frame, this.receiver);
    return form === "compatible" ? compatibleForm(this.frame) : this.frame;
  }
}

/** Overwrites the end of a frame as the real server does, in a copy. */
export function cutFrame(bytes: Uint8Array, end: CutEnd): Uint8Array {
  const isCut = bytes.length > CUT_AT && bytes.length <= MAX_UNCOUNTED_BYTES;
  if (end === "none" || !isCut) return bytes;
  return concat([bytes.subarray(0, CUT_AT), CUT_ENDS[end].subarray(0, bytes.length - CUT_AT)]);
}

function compatibleForm(frame: Frame): Frame {
  const { data, event } = frame;
  return { ...frame, api_data: OLD_API_NOTE, data: dataText(data), event_name: event };
}
