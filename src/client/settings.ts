import { DEMO_NODE, type Defaults } from "./defaults";
import type { Address } from "../connection/session";
import type { Sink } from "../platform/console";
import { randomId } from "../platform/ids";
import { isSecurePage } from "../platform/page";
import { readStorage, writeStorage } from "../platform/storage";
import { badArgument, type CometError } from "../api/errors";
import { USER_ID } from "../protocol/limits";
import { connectionUrl } from "../protocol/url";
import type { CometOptions } from "../api/types";
import { fit, hostsOf, loggerOf, membersOf, shownOf, switchOf, type Members } from "./given";
import { KeySource } from "./key-source";
import { NO_ADDRESS, NodeAddress, RotatingAddress } from "./node-address";
import {
  faultOf,
  MILLISECONDS,
  NODE_NAMES,
  NODE_RULE,
  OPTIONS_RULE,
  USER_KEY,
  UUID,
} from "./option-rules";
import { VERSION } from "./version";

const DEMO_DEV_ID = 15;
const UUID_STORAGE_KEY = "comet_server_uuid";
/** The visitor that a server is told of if it must not learn who the visitor is. */
const NOBODY = { userId: "", userKey: "" };

/** The options of the page, and the parameters of the connection that follow from them. */
export class Settings {
  /**
   * As given by the page, options of later calls merged into earlier ones. An option that was given as
   * `undefined` is in it, too.
   */
  options: CometOptions = {};

  /** The keys that a function of the page gives. */
  readonly keys = new KeySource(
    () => this.options.user_key,
    (key) => fit(key, USER_KEY),
  );

  /** A newer key from another tab, only for the server and the visitor of `identity`. */
  private _adopted: { key: CometOptions["user_key"]; identity: string } | undefined;
  private _uuid = "";
  /** The addresses of the present nodes, once they are asked for. */
  private _addresses: readonly NodeAddress[] = [];

  constructor(private readonly _defaults: Defaults = {}) {}

  /** Merges options of the page. Returns an error for each option with a bad value. */
  merge(options?: CometOptions | null): CometError[] {
    const given = membersOf(options);
    if (!given) return [badArgument("options", shownOf(options), OPTIONS_RULE)];
    const before = this.nodes.join();
    const errors = this._write(given);
    if (this.nodes.join() !== before) this._addresses = [];
    return errors;
  }

  /** Takes key, TLS and choice of nodes from another tab of this visitor. */
  adopt({ user_key, wss, roundrobin }: CometOptions): void {
    if (wss !== undefined) this.options.wss = wss;
    if (roundrobin !== undefined) this.options.roundrobin = roundrobin;
    if (user_key === undefined || this.hidesVisitor || this.keys.isUsed) return;
    this._adopted = { key: user_key, identity: this.identity };
  }

  /** The options that the other tabs of this visitor take over. */
  get forTabs(): CometOptions {
    const isKept = this.hidesVisitor || this.keys.isUsed || this._key === undefined;
    // A bus cannot carry every value that a page may give.
    const user_key = isKept ? undefined : this.userKey;
    const { wss, roundrobin } = this.options;
    return { user_key, wss: switchOf(wss), roundrobin: switchOf(roundrobin) ?? undefined };
  }

  private _write(members: Members): CometError[] {
    const errors: CometError[] = [];
    for (const [name, value] of members) {
      // It would give the options other members than the page has named.
      if (name === "__proto__" || (value === undefined && name in this.options)) continue;
      if (name === "user_key" && value !== undefined) this._adopted = undefined;
      // A page may give a new function at each call, which is no reason to ask it.
      if (name === "user_key" && typeof value !== "function") this.keys.reset();
      (this.options as Record<string, unknown>)[name] = value;
      const fault = faultOf(name, value);
      if (fault) errors.push(fault);
    }
    return errors;
  }

  /** The nodes of the server. None if the page names none and there is no default. */
  get nodes(): readonly string[] {
    const named = this._namedNodes;
    return named.length ? named : hostsOf(this._defaults.node);
  }

  /** Whether a visible tab is to lead rather than a hidden one. */
  get prefersVisible(): boolean {
    return switchOf(this.options.visible_leads) ?? false;
  }

  /** Whether a second tab is to hold a connection, too. */
  get wantsStandby(): boolean {
    return switchOf(this.options.standby) ?? false;
  }

  /** The first node; `""` for none. */
  get node(): string {
    return this.nodes[0] || "";
  }

  /** Where to connect to: all nodes, or one at a time with `roundrobin`. */
  get addresses(): readonly Address[] {
    const all = this._known;
    return this._rotates ? [new RotatingAddress(all, this.visitor.userId)] : all;
  }

  private get _rotates(): boolean {
    return Boolean(this.options.roundrobin) && this.nodes.length > 1;
  }

  private get _known(): readonly NodeAddress[] {
    if (!this._addresses.length)
      this._addresses = this.nodes.map((node) => new NodeAddress(node, this));
    return this._addresses;
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
    return !this._namedNodes.length && NODE_NAMES.some((name) => name in this.options);
  }

  /** The visitor as the server is told. */
  get visitor(): Pick<Settings, "userId" | "userKey"> {
    return this.hidesVisitor ? NOBODY : this;
  }

  /** A warning about the defaults that are used; `""` for none. */
  get notice(): string {
    const { node, userId, userKey } = this;
    const isKeyHeld = this.hidesVisitor && (userId || userKey);
    if (node && !this._namedNodes.length)
      return (
        `no node was given: connecting to the public demo server ${node}` +
        (isKeyHeld ? " as an anonymous visitor; user_id and user_key are not sent there" : "")
      );
    return this.isDemo ? "no dev_id: using the demo account" : "";
  }

  /** Those of the first option that names any. */
  private get _namedNodes(): readonly string[] {
    const lists = NODE_NAMES.map((name) => hostsOf(this.options[name]));
    return lists.find(({ length }) => length) ?? [];
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
    if (adopted && adopted.identity === this.identity) return adopted.key;
    return this.keys.isUsed ? this.keys.key : this.options.user_key;
  }

  /** Identifies this browser to others. Kept in storage if there is one. */
  get uuid(): string {
    return fit(this.options.uuid, UUID) || (this._uuid = this._uuid || storedUuid());
  }

  /** See `CometOptions.queue_delay`; 0 for no wait. */
  get queueDelay(): number {
    const { queue_delay: given } = this.options;
    if (given === 0 || given === false) return 0;
    return Number(fit(given, MILLISECONDS) || this._defaults.queueDelay) || 0;
  }

  /** What the page has log lines go to instead of the console. */
  get logger(): Sink | undefined {
    return loggerOf(this.options.logger);
  }

  /** Whether the page asks for TLS. */
  get wantsTls(): boolean {
    return switchOf(this.options.wss) ?? isSecurePage();
  }

  /** Whether the next attempt uses TLS. @param node by default the first one. */
  isSecure(node = this.node): boolean {
    return this._known.find((one) => one.node === node)?.secure ?? this.wantsTls;
  }

  /** Resolves when the visitor's key is known; `undefined`: it is. */
  prepare(): Promise<void> | undefined {
    return this.userId && !this.hidesVisitor ? this.keys.prepare() : undefined;
  }

  /** The URL of a connection. It holds the key: never write it anywhere. */
  url(node = this.node): string {
    if (!node) return NO_ADDRESS;
    const { devId, uuid, visitor } = this;
    const { userId, userKey } = visitor;
    const secure = this.isSecure(node);
    return connectionUrl(node, { secure, devId, userId, userKey, uuid }, VERSION.slice(0, 4));
  }

  /** Equal as long as running connections need not be renewed. It holds the key. */
  get urls(): string {
    return [this._rotates, ...this.nodes.map((node) => this.url(node))].join();
  }

  /** Nodes, account and visitor. Tabs with the same identity form a group. */
  get identity(): string {
    return [this.nodes.join(), this.devId, this.visitor.userId].join(" ");
  }
}

function storedUuid(): string {
  const uuid = fit(readStorage(UUID_STORAGE_KEY), UUID) || randomId(32);
  writeStorage(UUID_STORAGE_KEY, uuid);
  return uuid;
}
