/** The request line: `/<any prefix>/ws/sesion=KEY&myid=ID&devid=DEV&v=V&uuid=UUID&api=js`. */
import { CLOSED_INFO, HANDSHAKE_ERRORS } from "./texts";
import type { Frame } from "./wire-json";

/** A handshake error's code, as in the frame that reports it. */
export type HandshakeErrorCode = keyof typeof HANDSHAKE_ERRORS;

export interface Handshake {
  /** The authorisation hash or a JWT, undecoded; empty for an anonymous visitor. */
  readonly key: string;
  /** 0 if the client gave none, or anything but one to nine digits. */
  readonly userId: number;
  readonly uuid: string;
  /** As announced, for example `"4.08"`. */
  readonly apiVersion: string;
  readonly majorVersion: number;
}

const UUID_BYTES = 32;

/** Reads the request; for a malformed one, the error that the real server answers. */
export function parseHandshake(request: string): Handshake | HandshakeErrorCode {
  const path = request.slice(0, request.indexOf(" "));
  const found = /\/ws\/sesion=([^&]*)&myid=([^&]*)(.*)$/.exec(path);
  if (!found) return 401;
  const [, key = "", id = "", behindId = ""] = found;
  const device = /^&devid=[^&]*/.exec(behindId);
  if (!device) return 406;
  const version = /^&v=((\d+)\.\d+)(?=&|$)/.exec(behindId.slice(device[0].length));
  if (!version) return 418;
  return {
    key,
    userId: /^\d{1,9}$/.test(id) ? Number(id) : 0,
    uuid: readUuid(request),
    apiVersion: String(version[1]),
    majorVersion: Number(version[2]),
  };
}

/** The frame that reports a handshake error, in the oldest form: no version is known yet. */
export function handshakeErrorFrame(code: HandshakeErrorCode, seconds: number): Frame {
  return {
    data: { error: HANDSHAKE_ERRORS[code], error_code: code, info: CLOSED_INFO },
    event: "error",
    message_send_time: seconds,
    pipe: "sys",
  };
}

function readUuid(request: string): string {
  const start = request.indexOf("&uuid=");
  return start < 0 ? "" : request.slice(start + "&uuid=".length).slice(0, UUID_BYTES);
}
