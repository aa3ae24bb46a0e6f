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

type Reach =
  /** No attempt has succeeded yet. */
  | { type: "untried"; failures: number }
  /** TLS, or no TLS, works and stays. */
  | { type: "reached" };

/**
 * The address of a node. Proxies and policies may forbid plain ws, so until an attempt succeeds, every
 * three failures switch between ws and wss. If TLS was asked for, it stays.
 */
export class NodeAddress implements Address {
  private _reach: Reach = { type: "untried", failures: 0 };
  private _triesTls = false;

  constructor(
    readonly node: string,
    private readonly _settings: Pick<Settings, "nodes" | "url" | "wantsTls" | "prepare">,
  ) {}

  /** Whether the next attempt uses TLS. */
  get secure(): boolean {
    return this._triesTls || this._settings.wantsTls;
  }

  nextUrl(): string | Promise<string> {
    return this._settings.prepare()?.then(() => this._url()) ?? this._url();
  }

  private _url(): string {
    // The page may have emptied its options.
    if (!this._settings.nodes.includes(this.node)) return NO_ADDRESS;
    return attemptUrl(this._settings.url(this.node), randomId(ATTEMPT_LENGTH));
  }

  connected(): void {
    this._reach = { type: "reached" };
  }

  disconnected(): void {
    if (this._reach.type === "reached" || ++this._reach.failures % ATTEMPTS) return;
    this._triesTls = !this._triesTls;
  }
}

/**
 * One of several nodes (option `roundrobin`): for a user the one that the originals chose, so that the
 * back end can choose it, too; for an anonymous visitor any. If it cannot be reached, the next one.
 */
export class RotatingAddress implements Address {
  private _index: number;
  private _failures = 0;

  /** @param userId `""` for an anonymous visitor. */
  constructor(
    private readonly _addresses: readonly NodeAddress[],
    userId: string,
    random = Math.random(),
  ) {
    this._index = userId ? Number(userId) : Math.floor(random * _addresses.length);
  }

  get node(): string {
    return this._current.node;
  }

  nextUrl(): string | Promise<string> {
    return this._current.nextUrl();
  }

  connected(): void {
    this._failures = 0;
    this._current.connected();
  }

  disconnected(): void {
    this._current.disconnected();
    if (++this._failures % ATTEMPTS === 0) this._index++;
  }

  private get _current(): NodeAddress {
    return this._addresses[this._index % this._addresses.length] as NodeAddress;
  }
}
