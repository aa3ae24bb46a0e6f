/** Starts a server. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { Clients } from "./core/clients";
import { Faults } from "./core/faults";
import { Gateway } from "./gateway";
import { answerApi, isApiRequest } from "./http-api";
import { listen } from "./listen";
import type { DevServerOptions, Settings } from "./options";
import { resolveOptions } from "./options";
import type { Peers } from "./core/peers";
import { NO_PEERS } from "./core/peers";
import { RunningServer } from "./server";
import type { DevServer } from "./types";

/**
 * Starts a server that a client cannot tell from a CppComet community 4.09 (or, with the option
 * `profile`, that speaks as an older one), for development and tests. Everything it holds is in
 * memory and gone when it closes.
 *
 * @throws InputError for an option that breaks a rule; Node's own error, for example with the
 *   code `EADDRINUSE`, if the port cannot be used.
 */
export async function startDevServer(options: DevServerOptions = {}): Promise<DevServer> {
  return startNode(resolveOptions(options), NO_PEERS);
}

/** Starts a server that tells its peers what a node of a cluster tells the others. */
export async function startNode(settings: Settings, peers: Peers): Promise<RunningServer> {
  const faults = new Faults();
  const clients = new Clients(settings, faults, peers);
  const entrance = new Gateway({
    settings,
    faults,
    seconds: () => clients.comet.seconds(),
    onOpen: (socket, handshake) => clients.open(socket, handshake),
  });
  const port = await listen(settings.port, settings.host, {
    onRequest: (request, response) => answer(request, response),
    onUpgrade: (request, stream, head) => entrance.take(request, stream, head),
  });
  const server = new RunningServer({ settings, faults, clients, entrance, port });
  const answer = answering(settings, server);
  return server;
}

/** Answers an HTTP request: the HTTP interface, the given handler, or status 404. */
function answering(settings: Settings, server: DevServer) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    if (settings.api && isApiRequest(request)) {
      void answerApi(server, request, response, settings.limits.maxBodyBytes);
    } else if (settings.onRequest) {
      settings.onRequest(request, response);
    } else {
      response.writeHead(404, { "Content-Type": "text/plain" }).end("Not found\n");
    }
  };
}
