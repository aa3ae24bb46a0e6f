import { Emitter } from '../client/events.js';
import { readMembers } from '../client/given.js';
import { checkedSignal } from '../client/wait.js';
import { MAX_TIMER_MS } from '../platform/tasks.js';
import { badArgument, checkedNumber, CometError } from './errors.js';
import { onAbort } from './on-abort.js';
import { PromiseNames } from './promise-names.js';
import { Stream } from './stream.js';

const GRACE_MS = 3e3;
function presence(api, channel, options = {}) {
  return new LivePresence(api, channel, options);
}
class LivePresence {
  constructor(_api, channel, options) {
    this._api = _api;
    this.channel = channel;
    this._state = { type: "unknown", waiting: [] };
    this._here = /* @__PURE__ */ new Map();
    /** Those who seem to be gone. */
    this._leaving = /* @__PURE__ */ new Map();
    this._events = new Emitter(["change", "join", "leave"]);
    /** How many questions are open. */
    this._questions = 0;
    this._ending = new AbortController();
    this._users = [];
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
      _api.on("gap", (gap) => gap.channel === channel && this._ask())
    ];
    this._ending.signal.addEventListener("abort", () => ends.forEach((end) => end()));
    signal?.addEventListener("abort", () => this.end(), ended);
    if (signal?.aborted) this.end();
    else this._ask();
  }
  get users() {
    return this._users;
  }
  get ready() {
    const state = this._state;
    if (state.type === "known") return Promise.resolve();
    if (state.type === "ended") return Promise.reject(state.error);
    return new Promise((resolve, reject) => {
      state.waiting.push((error) => error ? reject(error) : resolve());
      if (!this._questions) this._ask();
    });
  }
  on(event, listener) {
    return this._events.on(event, listener);
  }
  end() {
    const state = this._state;
    if (state.type === "ended") return;
    const error = new CometError("aborted", "The presence list was ended");
    this._state = { type: "ended", error };
    this._ending.abort();
    this._pause();
    if (state.type === "unknown") for (const settle of state.waiting) settle(error);
    this._events.end();
  }
  [Symbol.asyncIterator]() {
    const stream = new Stream();
    if (this._state.type === "known") stream.push(this._users);
    this.ready.catch((error) => stream.end({ type: "failed", error }));
    const onEnd = () => stream.end();
    stream.begin([
      this.on("change", (users) => stream.replace(users)),
      PromiseNames.onStop(this._api, onEnd),
      onAbort(this._ending.signal, onEnd)
    ]);
    return stream;
  }
  /** Asks who is there. What is told meanwhile is told before the answer. */
  _ask() {
    const { signal } = this._ending;
    this._questions++;
    this._api.trackedUsers(this.channel, { signal }).finally(() => this._questions--).then(
      (users) => this._take(users),
      (error) => this._fail(error)
    );
  }
  _onEvent({ event, data }) {
    const user = Object(data);
    if (this._state.type !== "known" || typeof user.uuid !== "string") return;
    if (event === "subscription") this._join(user);
    else if (event === "unsubscription") this._leave(keyOf(user));
  }
  _take(users) {
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
  _join(user) {
    const key = keyOf(user);
    clearTimeout(this._leaving.get(key));
    this._leaving.delete(key);
    if (this._here.has(key)) return;
    this._here.set(key, user);
    this._tellChange();
    this._events.emit("join", user);
  }
  _leave(key) {
    if (!this._here.has(key) || this._leaving.has(key)) return;
    const go = () => {
      this._leaving.delete(key);
      const user = this._here.get(key);
      this._here.delete(key);
      this._tellChange();
      this._events.emit("leave", user);
    };
    if (this._graceMs) this._leaving.set(key, setTimeout(go, this._graceMs));
    else go();
  }
  _tellChange() {
    this._users = [...this._here.values()];
    this._events.emit("change", this._users);
  }
  /** Nobody knows who comes back from now on: the next answer tells who is gone. */
  _pause() {
    for (const timer of this._leaving.values()) clearTimeout(timer);
    this._leaving.clear();
  }
  /** The list stays as it is until the next connection, which asks again. */
  _fail(error) {
    if (this._state.type !== "unknown") return;
    const { waiting } = this._state;
    this._state = { type: "unknown", waiting: [] };
    for (const settle of waiting) settle(error);
  }
}
function keyOf({ user_id, uuid }) {
  return `${user_id} ${uuid}`;
}

export { presence };
//# sourceMappingURL=presence.js.map
