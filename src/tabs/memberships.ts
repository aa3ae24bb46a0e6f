/** A tab's membership in its group, through leaving, coming back, and a bus that breaks. */
import { nextTask } from "../platform/tasks";
import { openBus } from "./bus/open-bus";
import type { GroupOptions } from "./link";
import { Membership } from "./membership";
import type { Tab } from "./tab";

/** Version of the messages between tabs. It is in the group's name, so that versions do not mix. */
const PROTOCOL = "CometServer 4";
/** A tab that has lost its bus looks so often whether there is one again. */
const RETURN_MS = 5_000;
const PROBE_LENGTH = 1_000;

export class Memberships {
  /** `undefined` while the tab is in no group. */
  current: Membership | undefined;
  /** The one that the tab leaves at the moment, or was cut off from leaving. */
  private _leaving: Membership | undefined;
  private _returning: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly _tab: Tab,
    private readonly _options: GroupOptions,
  ) {}

  /**
   * Joins the group, unless the tab is in it.
   * @param isShared whether other tabs can be reached.
   */
  join(isShared = this._options.isShared ?? true): void {
    if (this.current) return;
    this._stay();
    const group = this._options.group();
    this.current = new Membership(this._tab, `${PROTOCOL} ${group}`, isShared);
    this.current.join();
    this._tab.inbox.queue.load(group);
  }

  /**
   * Leaves the group. Called again it goes on where the browser has cut it off, so the first thing that
   * it does is to note what it leaves.
   * @param handsOver whether other tabs carry out the commands that were not written yet.
   */
  leave(handsOver: boolean): void {
    this._leaving = this.current ?? this._leaving;
    this.current = undefined;
    this._leaving?.leave(handsOver);
    this._leaving = undefined;
    this._stay();
    this._tab.turns.end();
  }

  /**
   * The bus has broken: the tab goes on alone, until there is a bus again. Firefox refuses to store
   * anything while the process of another tab of the site stands still.
   */
  onBroken(): void {
    nextTask(() => {
      if (!this.current || this.current.isShared || this._returning !== undefined) return;
      this.leave(false);
      this.join(false);
      this._returning = setInterval(() => this._return(), RETURN_MS);
    });
  }

  /** Does not try to return any more. */
  private _stay(): void {
    clearInterval(this._returning);
    this._returning = undefined;
  }

  private _return(): void {
    if (!canPost(`${PROTOCOL} ${this._options.group()}`)) return;
    this.leave(false);
    this.join();
  }
}

/** Whether there is a bus that takes a message as long as those of a group. */
function canPost(name: string): boolean {
  const bus = openBus(name, () => undefined);
  try {
    bus?.post({ probe: " ".repeat(PROBE_LENGTH) });
    return bus !== undefined;
  } catch {
    return false;
  } finally {
    bus?.close();
  }
}
