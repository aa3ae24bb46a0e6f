import { isSecurePage, randomId, readStorage, writeStorage } from "./env";
import { badArgument, type CometError } from "./errors";
import { USER_ID, USER_ID_RULE } from "./protocol/limits";
import { connectionUrl } from "./protocol/url";
import type { CometOptions } from "./types";
import { VERSION } from "./version";

const DEMO_NODE = "app.comet-server.ru";
const DEMO_DEV_ID = 15;
const UUID_STORAGE_KEY = "comet_server_uuid";
/** Failed attempts without TLS after which it is tried with. */
const ATTEMPTS_BEFORE_WSS = 3;
/** What travels in a path as it is: the server decodes nothing and cuts at `&`. */
const USER_KEY = /^[\w!$%'()*+,./:;=@~-]{1,600}$/;
const MAX_SHOWN_ID = 20;
const NODE = /^[^\s?#&]+$/;
const UUID = /^[\w-]{32}$/;

const RULES: Record<string, [RegExp, string]> = {
  node: [NODE, "it is host, host:port or host/path"],
  dev_id: [USER_ID, USER_ID_RULE],
  user_id: [USER_ID, USER_ID_RULE],
  user_key: [USER_KEY, "it has 1 to 600 characters that a URL takes as they are"],
  uuid: [UUID, "it has 32 characters out of A-Z a-z 0-9 _ -"],
};

/** The options, and what follows from them for the connection. */
export class Settings {
  /** As given by the page: later calls are merged into earlier ones. */
  options: CometOptions = {};

  private _uuid = "";
  private _failures = 0;
  private _hasConnected = false;
  private _triesTls = false;

  /** Merges `options`. Returns what is wrong with them. */
  merge(options: CometOptions | null = {}): CometError[] {
    const { node } = this;
    const errors: CometError[] = [];
    for (const [name, value] of Object.entries(options || {})) {
      if (value === undefined) continue;
      (this.options as Record<string, unknown>)[name] = value;
      const [pattern, rule] = RULES[name] || [];
      // A key is never written anywhere, not even a bad one, or one in the place of the id.
      const isKey =
        name === "user_key" || (name === "user_id" && String(value).length > MAX_SHOWN_ID);
      if (value && pattern && !fit(value, pattern))
        errors.push(badArgument(name, isKey ? "…" : value, rule as string));
    }
    if (this.node !== node) {
      this._failures = 0;
      this._hasConnected = this._triesTls = false;
    }
    return errors;
  }

  get node(): string {
    const { node, nodes, nodeArray } = this.options;
    const [first] = new Array<string>().concat(node || nodes || nodeArray || []);
    return (
      String(first || "")
        .trim()
        .replace(/^\w+:\/\/|\/+$/g, "") || DEMO_NODE
    );
  }

  get devId(): number {
    return this.isDemo ? DEMO_DEV_ID : Number(fit(this.options.dev_id, USER_ID));
  }

  /** Whether the account of the public demo server is used because none was given (0 is none). */
  get isDemo(): boolean {
    return this.node === DEMO_NODE && !this.options.dev_id;
  }

  /** `""` for an anonymous visitor. */
  get userId(): string {
    return fit(this.options.user_id, USER_ID);
  }

  /** `""` for an anonymous visitor. */
  get userKey(): string {
    return fit(this.options.user_key, USER_KEY);
  }

  /** Identifies this browser to others; kept where there is storage. */
  get uuid(): string {
    return fit(this.options.uuid, UUID) || (this._uuid = this._uuid || storedUuid());
  }

  /** Whether the next attempt uses TLS. */
  get secure(): boolean {
    const { wss } = this.options;
    return this._triesTls || (typeof wss === "boolean" ? wss : isSecurePage());
  }

  /** The address of a connection. It holds the key: never write it anywhere. */
  url(node = this.node): string {
    return connectionUrl(node, this, VERSION.slice(0, 4));
  }

  /** Who connects to what: a change of it means another visitor, not another connection. */
  get identity(): string {
    return [this.node, this.devId, this.userId].join(" ");
  }

  /** The server was reached: what worked stays. */
  connected(): void {
    this._hasConnected = true;
  }

  /**
   * An attempt failed, or a connection ended. Proxies and policies may forbid plain ws: until it
   * worked once, every three failures change between it and TLS. Never away from TLS that was asked
   * for.
   */
  disconnected(): void {
    if (!this._hasConnected && ++this._failures % ATTEMPTS_BEFORE_WSS === 0)
      this._triesTls = !this._triesTls;
  }
}

/** The text of `value` where it fits, else `""`. */
function fit(value: unknown, pattern: RegExp): string {
  return value && pattern.test(String(value)) ? String(value) : "";
}

function storedUuid(): string {
  const uuid = fit(readStorage(UUID_STORAGE_KEY), UUID) || randomId(32);
  writeStorage(UUID_STORAGE_KEY, uuid);
  return uuid;
}
