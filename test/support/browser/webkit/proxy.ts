/**
 * Leads every host to this machine, because WebKit has no setting for the names of hosts. WebSockets
 * do not come this way: their address has to be that of this machine.
 */
import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Proxy {
  /** "127.0.0.1:PORT" */
  readonly address: string;
  close(): void;
}

const LOOPBACK = "127.0.0.1";

function forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { port, pathname, search } = new URL(incoming.url ?? "");
  const { method, headers } = incoming;
  const onward = request(
    { host: LOOPBACK, port, path: pathname + search, method, headers },
    (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    },
  );
  onward.on("error", () => outgoing.destroy());
  incoming.pipe(onward);
}

export async function startProxy(): Promise<Proxy> {
  const server = createServer(forward).listen(0, LOOPBACK);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    address: `${LOOPBACK}:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
