import { Emitter } from "../client/events";
import { readMembers } from "../client/given";
import { checkedSignal } from "../client/wait";
import { MAX_TIMER_MS } from "../platform/tasks";
import type { AnyChannels, Message, TrackedChannel } from "./channels";
import type { CometServerApi } from "./contract";
import { badArgument, checkedNumber, CometError } from "./errors";
import { onAbort } from "./on-abort";
import { PromiseNames } from "./promise-names";
import { Stream } from "./stream";
import type { TrackedUser } from "./types";

/** Who leaves and comes back within this time has not left. */
const GRACE_MS = 3_000;

/** Options of `presence`. */
export interface PresenceOptions {
  /**
   * Who is gone for less than this time, in milliseconds, has not left: a page that is reloaded, or a
   * connection that is lost for a moment. 0: none. Default: 3000.
   */
  graceMs?: number | undefined;
  /** Ends it. */
  signal?: AbortSignal | undefined;
}

/** The events of a presence list. */
export interface PresenceEvents {
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
export interface Presence extends AsyncIterable<readonly TrackedUser[]> {
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
export function presence<Channels extends object, K extends string>(
  api: CometServerApi<Channels>,
  channel: TrackedChannel<Channels, K> & string,
  options: PresenceOptions = {},
): Presence {
  return new LivePresence(api as unknown as CometServerApi, channel, options);
}

type State =
  | { type: "unknown"; waiting: ((error?: CometError) => void)[] }
  | { type: "known" }
  | { type: "ended"; error: CometError };

class LivePresence implements Presence {
  private _state: State = { type: "unknown", waiting: [] };
  private readonly _here = new Map<string, TrackedUser>();
  /** Those who seem to be gone. */
  private readonly _leaving = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly _events = new Emitter<PresenceEvents>(["change", "join", "leave"]);
  /** How many questions are open. */
  private _questions = 0;
  private readonly _ending = new AbortController();
  private readonly _graceMs: number;
  private _users: readonly TrackedUser[] = [];

  constructor(
    private readonly _api: CometServerApi,
    readonly channel: string,
    options: PresenceOptions,
  ) {
    const { graceMs = GRACE_MS, signal } = readMembers(options);
    if (typeof channel !== "string" || !/^track_./.test(channel))
      throw badArgument("channel", channel, "it must be track_*");
    this._graceMs = checkedNumber("graceMs", graceMs, MAX_TIMER_MS);
    checkedSignal(signal);
    const ended = { signal: this._ending.signal };
    const joined = _api.subscribe(channel, (message) => this._onEvent(message), ended);
    void joined.ended.then(() => this.end());
    const ends = [
      _api.on("connect", () => this._ask()),
      _api.on("disconnect", () => this._pause()),
      // A further node may know of others.
      _api.on("node", ({ isConnected }) => isConnected && _api.isConnected() && this._ask()),
      _api.on("gap", (gap) => gap.channel === channel && this._ask()),
    ];
    this._ending.signal.addEventListener("abort", () => ends.forEach((end) => end()));
    signal?.addEventListener("abort", () => this.end(), ended);
    if (signal?.aborted) this.end();
    else this._ask();
  }

  get users(): readonly TrackedUser[] {
    return this._users;
  }

  get ready(): Promise<void> {
    const state = this._state;
    if (state.type === "known") return Promise.resolve();
    if (state.type === "ended") return Promise.reject(state.error);
    return new Promise((resolve, reject) => {
      state.waiting.push((error) => (error ? reject(error) : resolve()));
      // The last question may have failed.
      if (!this._questions) this._ask();
    });
  }

  on<Event extends keyof PresenceEvents>(
    event: Event,
    listener: PresenceEvents[Event],
  ): () => void {
    return this._events.on(event, listener);
  }

  end(): void {
    const state = this._state;
    if (state.type === "ended") return;
    const error = new CometError("aborted", "The presence list was ended");
    this._state = { type: "ended", error };
    this._ending.abort();
    this._pause();
    if (state.type === "unknown") for (const settle of state.waiting) settle(error);
    this._events.end();
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<readonly TrackedUser[]> {
    const stream = new Stream<readonly TrackedUser[]>();
    if (this._state.type === "known") stream.push(this._users);
    this.ready.catch((error: CometError) => stream.end({ type: "failed", error }));
    const onEnd = () => stream.end();
    stream.begin([
      this.on("change", (users) => stream.replace(users)),
      PromiseNames.onStop(this._api, onEnd),
      onAbort(this._ending.signal, onEnd),
    ]);
    return stream;
  }

  /** Asks who is there. What is told meanwhile is told before the answer. */
  private _ask(): void {
    const { signal } = this._ending;
    this._questions++;
    this._api
      .trackedUsers(this.channel, { signal })
      .finally(() => this._questions--)
      .then(
        (users) => this._take(users),
        (error: CometError) => this._fail(error),
      );
  }

  private _onEvent({ event, data }: Message<AnyChannels>): void {
    const user = Object(data) as TrackedUser;
    if (this._state.type !== "known" || typeof user.uuid !== "string") return;
    if (event === "subscription") this._join(user);
    else if (event === "unsubscription") this._leave(keyOf(user));
  }

  private _take(users: readonly TrackedUser[]): void {
    const isFirst = this._state.type === "unknown";
    const listed = new Set(users.map(keyOf));
    if (isFirst) for (const user of users) this._here.set(keyOf(user), user);
    else for (const user of users) this._join(user);
    for (const key of [...this._here.keys()]) if (!listed.has(key)) this._leave(key);
    if (this._state.type !== "unknown") return;
    const { waiting } = this._state;
    this._state = { type: "known" };
    this._tellChange();
    for (const settle of waiting) settle();
  }

  private _join(user: TrackedUser): void {
    const key = keyOf(user);
    clearTimeout(this._leaving.get(key));
    this._leaving.delete(key);
    if (this._here.has(key)) return;
    this._here.set(key, user);
    this._tellChange();
    this._events.emit("join", user);
  }

  private _leave(key: string): void {
    if (!this._here.has(key) || this._leaving.has(key)) return;
    const go = () => {
      this._leaving.delete(key);
      const user = this._here.get(key) as TrackedUser;
      this._here.delete(key);
      this._tellChange();
      this._events.emit("leave", user);
    };
    if (this._graceMs) this._leaving.set(key, setTimeout(go, this._graceMs));
    else go();
  }

  private _tellChange(): void {
    this._users = [...this._here.values()];
    this._events.emit("change", this._users);
  }

  /** Nobody knows who comes back from now on: the next answer tells who is gone. */
  private _pause(): void {
    for (const timer of this._leaving.values()) clearTimeout(timer);
    this._leaving.clear();
  }

  /** The list stays as it is until the next connection, which asks again. */
  private _fail(error: CometError): void {
    if (this._state.type !== "unknown") return;
    const { waiting } = this._state;
    this._state = { type: "unknown", waiting: [] };
    for (const settle of waiting) settle(error);
  }
}

function keyOf({ user_id, uuid }: TrackedUser): string {
  return `${user_id} ${uuid}`;
}
