import { DEMO_NODE, type Defaults } from "./defaults";
import { randomId } from "../platform/ids";
import { isSecurePage } from "../platform/page";
import { readStorage, writeStorage } from "../platform/storage";
import { badArgument, type CometError } from "../api/errors";
import { USER_ID, USER_ID_RULE } from "../protocol/limits";
import { attemptUrl, connectionUrl } from "../protocol/url";
import type { CometOptions } from "../api/types";
import { VERSION } from "./version";

const DEMO_DEV_ID = 15;
const UUID_STORAGE_KEY = "comet_server_uuid";
/** TLS is tried after this many failed attempts without it. */
const ATTEMPTS_BEFORE_WSS = 3;
/** The characters that need no escaping in a path: the server decodes nothing and cuts at `&`. */
const USER_KEY = /^[\w!$%'()*+,./:;=@~-]{1,600}$/;
/** Of what tells two attempts apart. */
const ATTEMPT_LENGTH = 8;
const MAX_SHOWN_ID = 20;
const NODE = /^[^\s?#&]+$/;
const NODE_RULE = "it is host, host:port or host/path";
/** The spellings of `node`, in their order of precedence. */
const NODE_NAMES = ["node", "nodes", "nodeArray"] as const;
/** An address that browsers refuse. An empty text would mean the page's own server. */
const NO_ADDRESS = "ws://";
const MILLISECONDS = /^\d{1,9}$/;
const UUID = /^[\w-]{32}$/;

const RULES: Record<string, [RegExp, string]> = {
  node: [NODE, NODE_RULE],
  dev_id: [USER_ID, USER_ID_RULE],
  user_id: [USER_ID, USER_ID_RULE],
  user_key: [USER_KEY, "it has 1 to 600 characters that a URL takes as they are"],
  queue_delay: [MILLISECONDS, "it is a number of milliseconds, 0 or false for none"],
  uuid: [UUID, "it has 32 characters out of A-Z a-z 0-9 _ -"],
};

/** The visitor that a server is told of if it must not learn who the visitor is. */
const NOBODY = { userId: "", userKey: "" };

/** The options of the page, and the parameters of the connection that follow from them. */
export class Settings {
  /**
   * As given by the page, options of later calls merged into earlier ones. An option that was given as
   * `undefined` is in it, too.
   */
  options: CometOptions = {};

  /** A newer key from another tab, only for the server and the visitor of `identity`. */
  private _adopted: { key: CometOptions["user_key"]; identity: string } | undefined;
  private _uuid = "";
  private _failures = 0;
  private _hasConnected = false;
  private _triesTls = false;

  constructor(private readonly _defaults: Defaults = {}) {}

  /** Merges options of the page. Returns an error for each option with a bad value. */
  merge(options?: CometOptions | null): CometError[] {
    const { node } = this;
    const given = options || {};
    if (given.user_key !== undefined) this._adopted = undefined;
    const errors = this._write(given);
    if (this.node !== node) {
      this._failures = 0;
      this._hasConnected = this._triesTls = false;
    }
    return errors;
  }

  /** Takes key and TLS from another tab of this visitor. */
  adopt({ user_key, wss }: CometOptions): void {
    if (wss !== undefined) this.options.wss = wss;
    if (user_key === undefined || this.hidesVisitor) return;
    this._adopted = { key: user_key, identity: this.identity };
  }

  /** The options that the other tabs of this visitor take over. */
  get forTabs(): CometOptions {
    const user_key = this.hidesVisitor ? undefined : this._key;
    return { user_key, wss: this.options.wss };
  }

  private _write(options: CometOptions): CometError[] {
    const errors: CometError[] = [];
    for (const [name, value] of Object.entries(options)) {
      if (value === undefined && name in this.options) continue;
      (this.options as Record<string, unknown>)[name] = value;
      const text = name === "node" ? hostOf(value) : value;
      const [pattern, rule] = RULES[name] || [];
      // Never write a key anywhere, not even a bad one, or one that was passed as the id.
      const isKey =
        name === "user_key" || (name === "user_id" && String(value).length > MAX_SHOWN_ID);
      if (text && pattern && !fit(text, pattern))
        errors.push(badArgument(name, isKey ? "…" : value, rule as string));
    }
    return errors;
  }

  /** The server to connect to; `""` for none. */
  get node(): string {
    return this._namedNode || this._defaults.node || "";
  }

  /** The error for a page that passes no node and has no default. */
  noNode(): CometError {
    const given = NODE_NAMES.map((name) => this.options[name]);
    const value = given.find((node) => node !== undefined);
    return badArgument("node", value, NODE_RULE);
  }

  /**
   * Whether the server must not learn who the visitor is: the page passed a node that is empty (an
   * unset variable, say), so it did not choose to trust the default server with a key.
   */
  get hidesVisitor(): boolean {
    return !this._namedNode && NODE_NAMES.some((name) => name in this.options);
  }

  /** The visitor as the server is told. */
  get visitor(): Pick<Settings, "userId" | "userKey"> {
    return this.hidesVisitor ? NOBODY : this;
  }

  /** A warning about the defaults that are used; `""` for none. */
  get notice(): string {
    const { node, userId, userKey } = this;
    const isKeyHeld = this.hidesVisitor && (userId || userKey);
    if (node && !this._namedNode)
      return (
        `no node was given: connecting to the public demo server ${node}` +
        (isKeyHeld ? " as an anonymous visitor; user_id and user_key are not sent there" : "")
      );
    return this.isDemo ? "no dev_id: using the demo account" : "";
  }

  private get _namedNode(): string {
    return hostOf(NODE_NAMES.flatMap((name) => this.options[name]));
  }

  get devId(): number {
    return this.isDemo ? DEMO_DEV_ID : Number(fit(this.options.dev_id, USER_ID));
  }

  /** Whether the demo account is used: on the demo server, without a `dev_id` (0 counts as none). */
  get isDemo(): boolean {
    return this.node === DEMO_NODE && !this.options.dev_id;
  }

  /** From the options, even if the server is not told; `""` for an anonymous visitor. */
  get userId(): string {
    return fit(this.options.user_id, USER_ID);
  }

  /** From the options, or a newer one from another tab; `""` for an anonymous visitor. */
  get userKey(): string {
    return fit(this._key, USER_KEY);
  }

  private get _key(): CometOptions["user_key"] {
    const adopted = this._adopted;
    return adopted && adopted.identity === this.identity ? adopted.key : this.options.user_key;
  }

  /** Identifies this browser to others. Kept in storage if there is one. */
  get uuid(): string {
    return fit(this.options.uuid, UUID) || (this._uuid = this._uuid || storedUuid());
  }

  /** See `CometOptions.queue_delay`; 0 for no wait. */
  get queueDelay(): number {
    const { queue_delay: given } = this.options;
    const isGiven = given === 0 || given === false || fit(given, MILLISECONDS);
    return Number(isGiven ? given : this._defaults.queueDelay) || 0;
  }

  /** Whether the next attempt uses TLS. */
  get secure(): boolean {
    const { wss } = this.options;
    return this._triesTls || (typeof wss === "boolean" ? wss : isSecurePage());
  }

  /** The URL of a connection. It holds the key: never write it anywhere. */
  url(node = this.node): string {
    if (!node) return NO_ADDRESS;
    const { secure, devId, uuid, visitor } = this;
    const { userId, userKey } = visitor;
    return connectionUrl(node, { secure, devId, userId, userKey, uuid }, VERSION.slice(0, 4));
  }

  /** The URL of the next attempt: that of a connection, with something behind it. */
  nextUrl(): string {
    return this.node ? attemptUrl(this.url(), randomId(ATTEMPT_LENGTH)) : NO_ADDRESS;
  }

  /** Node, account and visitor. Tabs with the same identity form a group. */
  get identity(): string {
    return [this.node, this.devId, this.visitor.userId].join(" ");
  }

  /** The server was reached: TLS, or no TLS, works and stays. */
  connected(): void {
    this._hasConnected = true;
  }

  /**
   * An attempt failed, or a connection ended. Proxies and policies may forbid plain ws, so until an
   * attempt succeeds, every three failures switch between ws and wss. If TLS was asked for, it stays.
   */
  disconnected(): void {
    if (!this._hasConnected && ++this._failures % ATTEMPTS_BEFORE_WSS === 0)
      this._triesTls = !this._triesTls;
  }
}

/** The first address in a value of `node`, without its scheme and slashes; `""` for none. */
function hostOf(value: unknown): string {
  const hosts = new Array<unknown>().concat(value).map((node) =>
    String(node || "")
      .trim()
      .replace(/^(\w+:)?\/\/|\/+$/g, "")
      // A path without a host: browsers would take its first part for the host.
      .replace(/^\/.*/, ""),
  );
  return hosts.find(Boolean) || "";
}

/** `value` as a text if it matches the pattern, otherwise `""`. */
function fit(value: unknown, pattern: RegExp): string {
  return value && pattern.test(String(value)) ? String(value) : "";
}

function storedUuid(): string {
  const uuid = fit(readStorage(UUID_STORAGE_KEY), UUID) || randomId(32);
  writeStorage(UUID_STORAGE_KEY, uuid);
  return uuid;
}
