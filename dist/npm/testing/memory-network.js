import { EncodedFrame, formFor } from '../dev-server/core/frames.js';
import { parseHandshake, handshakeErrorFrame } from '../dev-server/core/handshake.js';
import { MemorySocket } from './memory-socket.js';

class MemoryNetwork {
  constructor(parts) {
    this.parts = parts;
    /** A test may have the client try again whenever it likes. */
    this.wakeGapMs = 0;
    this.attempts = 0;
    this.unanswered = /* @__PURE__ */ new Set();
  }
  open(url) {
    const request = requestOf(url);
    const socket = new MemorySocket(url, this.parts.tasks);
    this.parts.tasks.add(() => this.take(socket, request));
    return socket;
  }
  dropUnanswered() {
    for (const socket of this.unanswered) this.parts.tasks.add(() => socket.end());
    this.unanswered.clear();
  }
  take(socket, request) {
    this.attempts += 1;
    if (!socket.isConnecting) return;
    const { clients, faults } = this.parts;
    const { refusal } = faults;
    if (refusal === "silence") this.unanswered.add(socket);
    else if (refusal === "connection" || refusal === "http") socket.end();
    else {
      const handshake = refusal ?? parseHandshake(request);
      socket.open();
      if (typeof handshake === "object") clients.open(socket.server, handshake);
      else this.refuse(socket, handshake);
    }
  }
  refuse({ server }, code) {
    const { comet } = this.parts.clients;
    const frame = new EncodedFrame(handshakeErrorFrame(code, comet.seconds()));
    const bytes = frame.bytes(formFor(comet.settings.profile, 0));
    server.send(bytes, { binary: false }, () => server.terminate());
  }
}
function requestOf(url) {
  try {
    const { pathname, search } = new URL(url);
    return `${pathname}${search} HTTP/1.1\r
\r
`;
  } catch {
    throw new SyntaxError("The address is invalid");
  }
}

export { MemoryNetwork };
//# sourceMappingURL=memory-network.js.map
