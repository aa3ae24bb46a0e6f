/// <reference lib="esnext.disposable" />
import { y as TrackedUser, C as CometServerApi, x as TrackedChannel } from './types.js';

/** Options of `presence`. */
interface PresenceOptions {
    /**
     * Who is gone for less than this time, in milliseconds, has not left: a page that is reloaded, or a
     * connection that is lost for a moment. 0: none. Default: 3000.
     */
    graceMs?: number | undefined;
    /** Ends it. */
    signal?: AbortSignal | undefined;
}
/** The events of a presence list. */
interface PresenceEvents {
    /** The list has changed, or is known for the first time. */
    change: (users: readonly TrackedUser[]) => void;
    /** Somebody came after the list was known for the first time. */
    join: (user: TrackedUser) => void;
    /** Somebody is gone, and did not come back within the grace time. */
    leave: (user: TrackedUser) => void;
}
/**
 * Who is in a `track_*` channel: kept up to date until `end()`. As a loop, `for await` gives the list
 * at each change, the latest one where the loop is slower; `end()` and `stop()` end the loop, and an
 * error of `ready` does.
 */
interface Presence extends AsyncIterable<readonly TrackedUser[]> {
    readonly channel: string;
    /**
     * One entry for each browser, this one included. A new array at each change, the same one in
     * between; empty until it is known.
     */
    readonly users: readonly TrackedUser[];
    /**
     * Resolves once the list is known for the first time. Rejects if it ends first (`aborted`), the
     * connection (`fatal`) or the question (`refused`) is refused, or `stop()` is called. Then the list
     * goes on with the next connection.
     */
    readonly ready: Promise<void>;
    /**
     * Calls `listener` at each event. Returns a function that ends this.
     * @throws CometError `argument` for another event, or a listener that is no function.
     */
    on<Event extends keyof PresenceEvents>(event: Event, listener: PresenceEvents[Event]): () => void;
    /** Leaves the channel, if nothing else of the page listens to it. */
    end(): void;
}
/**
 * Keeps a list of who is in a `track_*` channel: joins it, asks once who is there, and follows the
 * channel's events; asks again after a lost connection. All tabs of a browser share the question.
 * @throws CometError `argument` for a bad channel or option.
 */
declare function presence<Channels extends object, K extends string>(api: CometServerApi<Channels>, channel: TrackedChannel<Channels, K> & string, options?: PresenceOptions): Presence;

export { presence as p };
export type { Presence as P, PresenceEvents as a, PresenceOptions as b };
