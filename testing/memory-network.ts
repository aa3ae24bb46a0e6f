/** The network between the clients and the server of a test. */
import type { Entrance } from "../dev-server/core/controls";
import type { Clients } from "../dev-server/core/clients";
import type { Faults } from "../dev-server/core/faults";
import { EncodedFrame, formFor } from "../dev-server/core/frames";
import type { HandshakeErrorCode } from "../dev-server/core/handshake";
import { handshakeErrorFrame, parseHandshake } from "../dev-server/core/handshake";
import type { Network } from "../src/connection/network";
import type { Tasks } from "./event-loop";
import { MemorySocket } from "./memory-socket";

export interface NetworkParts {
  readonly tasks: Tasks;
  readonly faults: Faults;
  readonly clients: Clients;
}

/** Every address leads to the one server. */
export class MemoryNetwork implements Network, Entrance {
  /** A test may have the client try again whenever it likes. */
  readonly wakeGapMs = 0;
  attempts = 0;
  private readonly unanswered = new Set<MemorySocket>();

  constructor(private readonly parts: NetworkParts) {}

  open(url: string): WebSocket {
    const request = requestOf(url);
    const socket = new MemorySocket(url, this.parts.tasks);
    this.parts.tasks.add(() => this.take(socket, request));
    return socket as unknown as WebSocket;
  }

  dropUnanswered(): void {
    for (const socket of this.unanswered) this.parts.tasks.add(() => socket.end());
    this.unanswered.clear();
  }

  private take(socket: MemorySocket, request: string): void {
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

  private refuse({ server }: MemorySocket, code: HandshakeErrorCode): void {
    const { comet } = this.parts.clients;
    const frame = new EncodedFrame(handshakeErrorFrame(code, comet.seconds()));
    const bytes = frame.bytes(formFor(comet.settings.profile, 0));
    server.send(bytes, { binary: false }, () => server.terminate());
  }
}

/** @throws SyntaxError for what is no address, as a browser does. */
function requestOf(url: string): string {
  try {
    const { pathname, search } = new URL(url);
    return `${pathname}${search} HTTP/1.1\r\n\r\n`;
  } catch {
    throw new SyntaxError("The address is invalid");
  }
}
