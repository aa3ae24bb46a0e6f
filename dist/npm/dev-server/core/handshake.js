import { CLOSED_INFO, HANDSHAKE_ERRORS } from './texts.js';

const UUID_BYTES = 32;
function parseHandshake(request) {
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
    majorVersion: Number(version[2])
  };
}
function handshakeErrorFrame(code, seconds) {
  return {
    data: { error: HANDSHAKE_ERRORS[code], error_code: code, info: CLOSED_INFO },
    event: "error",
    message_send_time: seconds,
    pipe: "sys"
  };
}
function readUuid(request) {
  const start = request.indexOf("&uuid=");
  return start < 0 ? "" : request.slice(start + "&uuid=".length).slice(0, UUID_BYTES);
}

export { handshakeErrorFrame, parseHandshake };
//# sourceMappingURL=handshake.js.map
