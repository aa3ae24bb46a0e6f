import { afterEach, beforeEach, vi } from "vitest";
import { SocketLink, type SocketEvents } from "../../../src/connection/socket";
import { FakeSocket } from "../../support/fake-socket";

/** Longer than the delay after a first failure. */
export const A_RETRY = 401;

/** For the tests of a file: time stands still, and sockets are ours. */
export function useFakeTimeAndSockets(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    FakeSocket.install();
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });
}

export function newLink(url: () => string | Promise<string> = () => "ws://server") {
  const events = {
    onOpen: vi.fn<SocketEvents["onOpen"]>(),
    onText: vi.fn<SocketEvents["onText"]>(),
    onAttempt: vi.fn<SocketEvents["onAttempt"]>(),
    onClose: vi.fn<SocketEvents["onClose"]>(),
    onImpossible: vi.fn<SocketEvents["onImpossible"]>(),
  };
  return { link: new SocketLink(url, events), events };
}

export async function openedLink() {
  const { link, events } = newLink();
  link.open();
  await vi.advanceTimersByTimeAsync(0);
  FakeSocket.last.open();
  return { link, events, socket: FakeSocket.last };
}
