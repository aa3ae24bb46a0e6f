/** Answers requests for a WebSocket: with a connection, or with an error. */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { CometSocket } from "./comet-socket";
import type { Faults } from "./core/faults";
import { EncodedFrame, formFor, MAX_FRAME_BYTES } from "./core/frames";
import type { Handshake, HandshakeErrorCode } from "./core/handshake";
import { handshakeErrorFrame, parseHandshake } from "./core/handshake";
import type { Settings } from "./options";

export interface GatewayOptions {
  readonly settings: Settings;
  readonly faults: Faults;
  /** Unix seconds. */
  seconds(): number;
  onOpen(socket: CometSocket, handshake: Handshake): void;
}

export class Gateway {
  /** The number of requests for a WebSocket so far, refused ones included. */
  attempts = 0;
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    WebSocket: CometSocket,
  });
  /** Requests that get no answer. */
  private readonly unanswered = new Set<Duplex>();

  constructor(private readonly options: GatewayOptions) {}

  /** Takes an HTTP request that asks for a WebSocket. */
  take(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    this.attempts += 1;
    // A client that goes away during the handshake must not stop the server.
    stream.on("error", () => stream.destroy());
    const { refusal } = this.options.faults;
    if (refusal === "connection") stream.destroy();
    else if (refusal === "silence") this.leaveUnanswered(stream);
    else if (refusal === "http" || this.isFull()) endWith(stream, "503 Service Unavailable");
    else if (!this.isAllowed(request.headers.origin)) endWith(stream, "403 Forbidden");
    else {
      const handshake = refusal ?? parseHandshake(requestText(request));
      this.sockets.handleUpgrade(request, stream, head, (socket) => this.open(socket, handshake));
    }
  }

  /** Drops the requests that got no answer. */
  dropUnanswered(): void {
    for (const stream of this.unanswered) stream.destroy();
  }

  /** Cuts every connection, also those that are ending. */
  close(): void {
    this.dropUnanswered();
    for (const socket of this.sockets.clients) socket.terminate();
  }

  private open(socket: CometSocket, handshake: Handshake | HandshakeErrorCode): void {
    if (typeof handshake === "object") {
      this.options.onOpen(socket, handshake);
      return;
    }
    const frame = new EncodedFrame(handshakeErrorFrame(handshake, this.options.seconds()));
    const bytes = frame.bytes(formFor(this.options.settings.profile, 0));
    socket.on("error", () => socket.terminate());
    socket.send(bytes, { binary: false }, () => socket.terminate());
  }

  private isFull(): boolean {
    const open = this.sockets.clients.size + this.unanswered.size;
    return open >= this.options.settings.limits.maxConnections;
  }

  private isAllowed(origin: string | undefined): boolean {
    const { origins } = this.options.settings;
    return !origins || origin === undefined || origins.includes(origin);
  }

  private leaveUnanswered(stream: Duplex): void {
    if (this.isFull()) {
      stream.destroy();
      return;
    }
    this.unanswered.add(stream);
    stream.on("close", () => this.unanswered.delete(stream));
    // Only reading shows that the client has given up.
    stream.resume();
  }
}

function endWith(stream: Duplex, status: string): void {
  const answer = `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;
  stream.end(answer, () => stream.destroy());
}

/**
 * The request as it came, up to the end of its headers. The server reads 32 bytes of UUID, so the text
 * behind a short one matters.
 */
function requestText(request: IncomingMessage): string {
  const { rawHeaders } = request;
  const headers = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1]}\r\n`] : [],
  );
  return `${request.url} HTTP/${request.httpVersion}\r\n${headers.join("")}\r\n`;
}
