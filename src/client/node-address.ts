import type { Address } from "../connection/session";
import { randomId } from "../platform/ids";
import { attemptUrl } from "../protocol/url";
import type { Settings } from "./settings";

/** After so many failed attempts something else is tried: TLS or no TLS, or another node. */
const ATTEMPTS = 3;
/** An address that browsers refuse. An empty text would mean the page's own server. */
export const NO_ADDRESS = "ws://";
/** The characters that tell two attempts apart. */
const ATTEMPT_LENGTH = 8;

/** Counts failed attempts in a row. Those of several shards that fail side by side count as one. */
class FailedRounds {
  private _failed = 0;
  /** By shard: how many rounds had failed when its attempt began. */
  private readonly _begun = new Map<number, number>();

  begin(shard: number): void {
    this._begun.set(shard, this._failed);
  }

  /** Returns whether so many attempts have failed that something else is to be tried. */
  fail(shard: number): boolean {
    // Another shard's attempt has failed meanwhile, and counts for this one, too.
    if (this._begun.get(shard) !== this._failed) return false;
    return ++this._failed % ATTEMPTS === 0;
  }

  /** An attempt has succeeded: those that began before it do not count any more. */
  reset(): void {
    this._failed = 0;
    this._begun.clear();
  }
}

type Reach =
  /** No attempt has succeeded yet. */
  | { type: "untried"; rounds: FailedRounds }
  /** TLS, or no TLS, works and stays. */
  | { type: "reached" };

/**
 * The address of a node. Proxies and policies may forbid plain ws, so until an attempt succeeds, every
 * three failures switch between ws and wss. If TLS was asked for, it stays.
 */
export class NodeAddress implements Address {
  private _reach: Reach = { type: "untried", rounds: new FailedRounds() };
  private _triesTls = false;

  constructor(
    readonly node: string,
    private readonly _settings: Pick<Settings, "nodes" | "url" | "wantsTls" | "prepare">,
  ) {}

  /** Whether the next attempt uses TLS. */
  get secure(): boolean {
    return this._triesTls || this._settings.wantsTls;
  }

  nextUrl(shard: number): string | Promise<string> {
    return this._settings.prepare()?.then(() => this._url(shard)) ?? this._url(shard);
  }

  private _url(shard: number): string {
    if (this._reach.type === "untried") this._reach.rounds.begin(shard);
    // The page may have emptied its options.
    if (!this._settings.nodes.includes(this.node)) return NO_ADDRESS;
    return attemptUrl(this._settings.url(this.node), randomId(ATTEMPT_LENGTH));
  }

  nodeOf(): string {
    return this.node;
  }

  connected(): boolean {
    this._reach = { type: "reached" };
    return true;
  }

  failed(shard: number): void {
    if (this._reach.type === "untried" && this._reach.rounds.fail(shard))
      this._triesTls = !this._triesTls;
  }

  ended(): void {
    // What was reached once can be reached again.
  }
}

/**
 * One of several nodes (option `roundrobin`): for a user the one that the originals chose, so that the
 * back end can choose it, too; for an anonymous visitor any. If it cannot be reached, the next one. All
 * open sockets lead to the same node: what the back end writes to one node reaches all of them, or none.
 */
export class RotatingAddress implements Address {
  private _index: number;
  private readonly _rounds = new FailedRounds();
  /** By shard: what `_index` was when its last attempt began. */
  private readonly _tried = new Map<number, number>();
  /** The shards whose sockets are open. */
  private readonly _open = new Set<number>();

  /** @param userId `""` for an anonymous visitor. */
  constructor(
    private readonly _addresses: readonly NodeAddress[],
    userId: string,
    random = Math.random(),
  ) {
    this._index = userId ? Number(userId) : Math.floor(random * _addresses.length);
  }

  get node(): string {
    return this._at(this._index).node;
  }

  nextUrl(shard: number): string | Promise<string> {
    this._tried.set(shard, this._index);
    this._rounds.begin(shard);
    return this._of(shard).nextUrl(shard);
  }

  nodeOf(shard: number): string {
    return this._of(shard).node;
  }

  connected(shard: number): boolean {
    const address = this._of(shard);
    address.connected();
    // The attempt began before the others moved to the next node.
    if (this._open.size && address.node !== this.node) return false;
    this._index = this._tried.get(shard) ?? this._index;
    this._open.add(shard);
    this._rounds.reset();
    return true;
  }

  failed(shard: number): void {
    this._of(shard).failed(shard);
    // The node of an open socket can be reached.
    if (!this._open.size && this._rounds.fail(shard)) this._index++;
  }

  ended(shard: number): void {
    this._open.delete(shard);
  }

  private _of(shard: number): NodeAddress {
    return this._at(this._tried.get(shard) ?? this._index);
  }

  private _at(index: number): NodeAddress {
    return this._addresses[index % this._addresses.length] as NodeAddress;
  }
}
