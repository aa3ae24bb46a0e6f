/** The routes of the HTTP interface. Each is one call of the programmatic interface. */
import { checkCommands, checkDelay, checkRefusal } from "./core/faults";
import { checkBoolean, checkInteger, InputError } from "./core/input";
import type { ConnectionFilter, MessageOptions } from "./core/types";
import type { DevServer } from "./types";

type Body = Readonly<Record<string, unknown>>;

export interface Route {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** The description in `GET /dev`. */
  readonly about: string;
  handle(server: DevServer, body: Body): unknown;
}

export const routes: readonly Route[] = [
  {
    method: "GET",
    path: "/dev",
    about: "this list",
    handle: () => routes.map(({ method, path, about }) => ({ method, path, about })),
  },
  {
    method: "GET",
    path: "/dev/state",
    about: "connections, their peak, attempts to connect, logs, answers held back",
    handle: (server) => {
      const { node, connections, peakConnections, connectionAttempts, logs, heldAnswers } = server;
      return { node, connections, peakConnections, connectionAttempts, logs, heldAnswers };
    },
  },
  {
    method: "GET",
    path: "/dev/commands",
    about: "the last commands received from clients, oldest first",
    handle: ({ received }) => received,
  },
  {
    method: "POST",
    path: "/dev/users",
    about: 'let a user connect: {"id": 12, "hash": "secret"}',
    handle: (server, body) => {
      takeFields(body, ["id", "hash"]);
      server.authorize(body.id as number, body.hash as string);
      return { id: body.id };
    },
  },
  {
    method: "POST",
    path: "/dev/tokens",
    about: 'make a JWT for a user: {"id": 12, "expiresIn": 3600}; expiresIn in seconds, optional',
    handle: (server, body) => {
      takeFields(body, ["id"], ["expiresIn"]);
      const { expiresIn } = body;
      const options = expiresIn === undefined ? {} : { expiresIn: expiresIn as number };
      return { token: server.token(body.id as number, options) };
    },
  },
  {
    method: "POST",
    path: "/dev/user-data",
    about: 'store the data of a user: {"id": 12, "data": {"name": "Ann"}, "raw": false}',
    handle: (server, body) => {
      takeFields(body, ["id", "data"], ["raw"]);
      server.setUserData(body.id as number, body.data, messageOptions(body));
      return { id: body.id };
    },
  },
  {
    method: "POST",
    path: "/dev/publish",
    about: 'publish to a channel: {"channel": "web_chat", "event": "new", "data": 1, "raw": false}',
    handle: (server, body) => {
      takeFields(body, ["channel", "data"], ["event", "raw"]);
      const { channel, event = "", data } = body;
      const options = messageOptions(body);
      return { delivered: server.publish(channel as string, event as string, data, options) };
    },
  },
  {
    method: "POST",
    path: "/dev/messages",
    about: 'send a private message: {"id": 12, "event": "new", "data": 1, "raw": false}',
    handle: (server, body) => {
      takeFields(body, ["id", "data"], ["event", "raw"]);
      const { id, event = "", data } = body;
      const options = messageOptions(body);
      return { delivered: server.sendToUser(id as number, event as string, data, options) };
    },
  },
  {
    method: "POST",
    path: "/dev/logs",
    about: 'keep the last messages of a channel: {"channel": "web_chat", "length": 10}',
    handle: (server, body) => {
      takeFields(body, ["channel", "length"]);
      server.keepLog(body.channel as string, body.length as number);
      return { logs: server.logs };
    },
  },
  {
    method: "POST",
    path: "/dev/connections/close",
    about: 'cut connections: {} all, {"connection": 3} one, {"user": 12} those of a user',
    handle: (server, body) => {
      takeFields(body, [], ["connection", "user"]);
      return { closed: server.closeConnections(connectionFilter(body)) };
    },
  },
  {
    method: "POST",
    path: "/dev/faults",
    about:
      'order faults, each optional: {"refuse": 401 | 406 | 418 | "connection" | "http" | "silence" | null, ' +
      '"delay": milliseconds, "silent": true | false, "withhold": ["web_pipe2"]}; "withhold": [] releases',
    handle: orderFaults,
  },
];

/** Every field is checked before the first fault is ordered. */
function orderFaults(server: DevServer, body: Body): unknown {
  takeFields(body, [], ["refuse", "delay", "silent", "withhold"]);
  const refuse = given(body.refuse, checkRefusal);
  const delay = given(body.delay, checkDelay);
  const silent = given(body.silent, (value) => checkBoolean("silent", value));
  const withhold = given(body.withhold, checkCommands);
  if (refuse !== undefined) server.refuse(refuse);
  if (delay !== undefined) server.delay(delay);
  if (withhold) server.withholdAnswers(withhold);
  const released = withhold?.length === 0 ? server.releaseAnswers() : 0;
  if (silent === false) server.resume();
  return { silent: silent === true ? server.goSilent() : 0, released };
}

function given<T>(value: unknown, check: (value: unknown) => T): T | undefined {
  return value === undefined ? undefined : check(value);
}

function connectionFilter({ connection, user }: Body): ConnectionFilter {
  const most = Number.MAX_SAFE_INTEGER;
  if (connection !== undefined) checkInteger("connection", connection, 1, most);
  if (user !== undefined) checkInteger("user", user, 0, most);
  return ({ id, userId }) =>
    (connection === undefined || id === connection) && (user === undefined || userId === user);
}

function messageOptions({ raw }: Body): MessageOptions {
  return raw === undefined ? {} : { raw: raw as boolean };
}

/** A misspelt field is an error, not ignored. */
function takeFields(body: Body, needed: readonly string[], optional: readonly string[] = []): void {
  const known = [...needed, ...optional];
  for (const field of Object.keys(body)) {
    if (!known.includes(field)) {
      throw new InputError("field", field, `one of ${known.join(", ")}`);
    }
  }
  for (const field of needed) {
    if (body[field] === undefined) throw new InputError(field, undefined, "given");
  }
}
