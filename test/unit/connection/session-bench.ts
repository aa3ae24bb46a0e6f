import { afterEach, beforeEach, vi } from "vitest";
import type { ConnectionListener, Sent } from "../../../src/connection/connection";
import { countCommand, logCommand, publishCommand } from "../../../src/protocol/commands";
import { Session } from "../../../src/connection/session";
import { FakeSocket, INFO } from "../../support/fake-socket";

export const publish = (text: unknown) => publishCommand("web_chat", "msg", text, "");
export const count = () => countCommand("web_chat");

/** For the tests of a file: time stands still, and sockets are ours. */
export function useFakeSockets(): void {
  beforeEach(() => {
    vi.useFakeTimers({
      toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance", "Date"],
    });
    FakeSocket.install();
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });
}

/** Records what a connection reports. */
export function newListener() {
  return {
    onConnect: vi.fn<ConnectionListener["onConnect"]>(),
    onSubscribed: vi.fn<ConnectionListener["onSubscribed"]>(),
    onMessage: vi.fn<ConnectionListener["onMessage"]>(),
    onIgnored: vi.fn<ConnectionListener["onIgnored"]>(),
    onDisconnect: vi.fn<ConnectionListener["onDisconnect"]>(),
    onFatal: vi.fn<ConnectionListener["onFatal"]>(),
    onAttempt: vi.fn<ConnectionListener["onAttempt"]>(),
    onUnneeded: vi.fn<ConnectionListener["onUnneeded"]>(),
  };
}

export function newSession() {
  const listener = newListener();
  const url = vi.fn(() => "ws://server");
  const address = {
    ...{ node: "server", nextUrl: url, nodeOf: () => "server" },
    ...{ connected: vi.fn(() => true), failed: vi.fn(), ended: vi.fn() },
  };
  return { session: new Session(address, listener, 0), listener, url, address };
}

/** The frames that a session passed on. */
export function textsOf({ onMessage }: ReturnType<typeof newSession>["listener"]): string[] {
  return onMessage.mock.calls.map(([, { text }]) => text);
}

/** A session whose socket is open, without a word of the server. */
export async function opened(channels: string[] = []) {
  const { session, listener } = newSession();
  session.setChannels(channels);
  session.start();
  await vi.advanceTimersByTimeAsync(0);
  FakeSocket.last.open();
  return { session, listener, socket: FakeSocket.last };
}

export async function connected(channels: string[] = []) {
  const { session, listener, socket } = await opened(channels);
  socket.receive(INFO);
  return { session, listener, socket };
}

/** The next socket, once the server has spoken. */
export async function reconnected() {
  await vi.advanceTimersByTimeAsync(1_001);
  FakeSocket.last.open();
  FakeSocket.last.receive(INFO);
  return FakeSocket.last;
}

export function ask(session: Session, command: Sent["command"]) {
  const onDone = vi.fn<Sent["onDone"]>();
  session.send({ command, onDone });
  return onDone;
}

export function askLog(session: Session) {
  const onLog = vi.fn<NonNullable<Sent["onLog"]>>();
  const onDone = vi.fn<Sent["onDone"]>();
  session.send({ command: logCommand("web_chat"), onLog, onDone });
  return { onLog, onDone };
}
