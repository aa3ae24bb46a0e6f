/** Waits for the queue, on pages whose clock and `load` event a test decides about. */
import { afterEach, beforeEach, vi, type MockInstance } from "vitest";
import { QueueWait } from "../../../src/client/queue-wait";
import { messageOf } from "../../support/decode";

export const ANN = "host 0 12";
export const DELAY = 1_200;

/** A message out of the queue of an absent user. */
export const queued = (data: unknown) =>
  messageOf({ data, event: "e", user_id: 3, fromQueue: true });

/** A wait, and what it has handed out. */
export class QueueBench {
  readonly out: unknown[] = [];
  onMessage: (data: unknown) => void = () => undefined;
  readonly wait = new QueueWait(({ data }) => {
    this.out.push(data);
    this.onMessage(data);
  });

  constructor() {
    benches.push(this);
  }

  start(identity = ANN, delay = DELAY): this {
    this.wait.start(identity, delay);
    return this;
  }

  /** Messages of the queue arrive. Returns those that the wait leaves to its caller. */
  receive(...texts: unknown[]): unknown[] {
    return texts.filter((text) => !this.wait.takes(queued(text)));
  }
}

const benches: QueueBench[] = [];
/** Of the document. */
export let readyState: MockInstance;

export const hide = () => dispatchEvent(new Event("pagehide"));
export const show = () => dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));

function endAll(): void {
  for (const { wait } of benches.splice(0)) wait.stop();
}

/** The page ends, and the next one of its tab begins. */
export function navigate(): QueueBench {
  hide();
  endAll();
  return new QueueBench();
}

/** Has each test of a file begin on a page that has loaded, with an empty storage. */
export function useQueueBenches(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date", "performance"] });
    // Pages start some time after they have begun.
    vi.advanceTimersByTime(10 * DELAY);
    readyState = vi.spyOn(document, "readyState", "get").mockReturnValue("complete");
    sessionStorage.clear();
  });

  afterEach(() => {
    vi.restoreAllMocks();
    // What an instance holds when it is stopped would be left to the page of the next test.
    hide();
    endAll();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
}
