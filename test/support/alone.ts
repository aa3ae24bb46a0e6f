import { afterEach, beforeEach, vi } from "vitest";
import type { ConnectionListener } from "../../src/connection/connection";
import type { LinkListener, Request } from "../../src/tabs/link";
import { logCommand } from "../../src/protocol/commands";
import { SharedLink } from "../../src/tabs/shared-link";
import { Session } from "../../src/connection/session";
import { FakeSocket, INFO } from "./fake-socket";

export { count, publish, reconnected } from "../unit/connection/session-bench";

const ADDRESS = { url: () => "ws://server", connected: () => 0, disconnected: () => 0 };

let links: SharedLink[] = [];

/** For the tests of a file: a page that cannot reach any other tab, and sockets of ours. */
export function useLonelyPage(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
    FakeSocket.install();
    vi.stubGlobal("BroadcastChannel", undefined);
    for (const method of ["removeItem", "setItem"] as const)
      vi.spyOn(Storage.prototype, method).mockImplementation(() => {
        throw new DOMException("The operation is insecure.", "SecurityError");
      });
  });

  afterEach(() => {
    for (const link of links) link.stop();
    links = [];
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });
}

export function newLink(channels: string[] = []) {
  const listener = {
    onMessage: vi.fn<LinkListener["onMessage"]>(),
    onConnect: vi.fn<LinkListener["onConnect"]>(),
    onDisconnect: vi.fn<LinkListener["onDisconnect"]>(),
    onFatal: vi.fn<LinkListener["onFatal"]>(),
    onGap: vi.fn<LinkListener["onGap"]>(),
    onRole: vi.fn<LinkListener["onRole"]>(),
    onTabs: vi.fn<LinkListener["onTabs"]>(),
    onOptions: vi.fn<LinkListener["onOptions"]>(),
    onProposal: vi.fn<LinkListener["onProposal"]>(),
  };
  const options = {
    group: () => "group",
    userId: () => "",
    isOwnPresence: () => false,
    tab: () => "me",
    createConnection: (events: ConnectionListener) => new Session(ADDRESS, events),
  };
  const link = new SharedLink(options, listener);
  links.push(link);
  if (channels.length) link.setChannels(channels);
  return { link, listener };
}

/** A link whose socket is open, without a word of the server. */
export async function opened(channels: string[] = []) {
  const { link, listener } = newLink(channels);
  link.start();
  await endOfTask();
  await vi.advanceTimersByTimeAsync(0);
  FakeSocket.last.open();
  return { link, listener, socket: FakeSocket.last };
}

/** A link that is connected; what was sent on the way is forgotten. */
export async function connected(channels: string[] = []) {
  const { link, listener, socket } = await opened(channels);
  socket.receive(INFO);
  socket.sent.length = 0;
  return { link, listener, socket };
}

export function ask(link: SharedLink, command: Request["command"]) {
  const request = { command, onDone: vi.fn<Request["onDone"]>() };
  return { ...request, isNow: link.send(request) };
}

export function askLog(link: SharedLink) {
  const onLog = vi.fn<NonNullable<Request["onLog"]>>();
  const onDone = vi.fn<Request["onDone"]>();
  link.send({ command: logCommand("web_chat"), onLog, onDone });
  return { onLog, onDone };
}

/** What was heard on channels. */
export const heardBy = ({ onMessage }: ReturnType<typeof newLink>["listener"]) =>
  onMessage.mock.calls.flatMap(([message]) => (message.kind === "channel" ? [message.data] : []));

/** What is gathered goes out in a task of its own, which fake timers do not hold. */
export const endOfTask = () =>
  new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
