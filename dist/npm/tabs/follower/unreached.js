import { heardBy, isOpen } from './shard-states.js';

const ATTEMPTS = 3;
class Unreached {
  constructor() {
    /** By shard, and by channel that was not heard meanwhile: how many attempts failed in a row. */
    this._failed = /* @__PURE__ */ new Map();
    /** The channels that a developer was told of, until they are heard. */
    this._told = /* @__PURE__ */ new Set();
  }
  /**
   * The shards have changed. Returns, once for each channel, what to tell a developer.
   * @param changed the one that has changed; absent: they may all be new.
   * @param wanted the channels of this tab.
   */
  take(before, now, changed, wanted) {
    const heard = new Set(heardBy(now));
    const unheard = wanted.filter((channel) => !heard.has(channel));
    this._told = new Set(unheard.filter((channel) => this._told.has(channel)));
    const failed = this._count(before, now, changed, unheard);
    const due = unheard.filter((channel) => (failed?.get(channel) ?? 0) >= ATTEMPTS);
    if (due.every((channel) => this._told.has(channel))) return void 0;
    for (const channel of due) this._told.add(channel);
    return `a further connection fails, and is tried again; not heard until then: ${due.join()}`;
  }
  /** What the changed shard has failed, if it has failed just now. */
  _count(before, now, changed, unheard) {
    if (changed === void 0 || !now.some(isOpen)) return void this._failed.clear();
    const state = now[changed];
    if (state?.type !== "lost") return void this._failed.delete(changed);
    if (before[changed]?.type === "open" || state.retryAt === void 0) return void 0;
    const known = this._failed.get(changed);
    const failed = new Map(unheard.map((channel) => [channel, (known?.get(channel) ?? 0) + 1]));
    this._failed.set(changed, failed);
    return failed;
  }
}

export { Unreached };
//# sourceMappingURL=unreached.js.map
