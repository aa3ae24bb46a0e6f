import { bytesOf, concat } from './bytes.js';
import { oldForm } from './old-frames.js';
import { OLD_API_NOTE } from './texts.js';
import { wireJson, dataText } from './wire-json.js';

const MAX_FRAME_BYTES = 65535;
const MAX_UNCOUNTED_BYTES = 125;
const CUT_AT = 122;
const CUT_ENDS = {
  ascii: new Uint8Array([0, 127, 0]),
  invalid: new Uint8Array([0, 255, 254])
};
function formFor(profile, majorVersion) {
  if (profile === "3") return "old";
  return majorVersion < 4 ? "compatible" : "current";
}
class EncodedFrame {
  /** @param receiver the user whom a private message is for; undefined for any other frame. */
  constructor(frame, receiver) {
    this.frame = frame;
    this.receiver = receiver;
    this.encoded = /* @__PURE__ */ new Map();
  }
  /** The correct bytes of the frame. */
  bytes(form) {
    const bytes = this.encoded.get(form) ?? bytesOf(wireJson(this.fields(form)));
    this.encoded.set(form, bytes);
    return bytes;
  }
  /** Whether a delivery in this form counts in the delivery report. */
  counts(form) {
    return this.bytes(form).length > MAX_UNCOUNTED_BYTES;
  }
  fields(form) {
    if (form === "old") return oldForm(this.frame, this.receiver);
    return form === "compatible" ? compatibleForm(this.frame) : this.frame;
  }
}
function cutFrame(bytes, end) {
  const isCut = bytes.length > CUT_AT && bytes.length <= MAX_UNCOUNTED_BYTES;
  if (end === "none" || !isCut) return bytes;
  return concat([bytes.subarray(0, CUT_AT), CUT_ENDS[end].subarray(0, bytes.length - CUT_AT)]);
}
function compatibleForm(frame) {
  const { data, event } = frame;
  return { ...frame, api_data: OLD_API_NOTE, data: dataText(data), event_name: event };
}

export { EncodedFrame, MAX_FRAME_BYTES, cutFrame, formFor };
//# sourceMappingURL=frames.js.map
