import type { CometOptions } from "../api/types";
import type { AuthState } from "./auth-state";
import type { KeyOrigin } from "./denial";
import type { Settings } from "./settings";
import type { SharedLink } from "../tabs/shared-link";

/** How often a tab proposes its key: if several tabs propose, the leader takes one each time. */
const MAX_PROPOSALS = 3;

/** The tabs of a visitor give each other their keys: that of the leader may be out of date. */
export class KeyExchange {
  /** The key that this page gave. */
  private _own = "";
  /** The last key that another tab gave. */
  private _others: unknown;
  /** How often `_own` was proposed. */
  private _proposals = 0;

  /** @param _renew connects anew. */
  constructor(
    private readonly _settings: Settings,
    private readonly _link: Pick<SharedLink, "isConnected" | "isMaster" | "propose">,
    private readonly _auth: AuthState,
    private readonly _renew: () => void,
  ) {}

  /** The page has started, perhaps with another key. */
  begin(): void {
    this._own = this._settings.visitor.userKey;
    this._proposals = 0;
  }

  /** Where the key comes from, if there is one. */
  get origin(): KeyOrigin {
    const { hidesVisitor, keys } = this._settings;
    if (!keys.isUsed || hidesVisitor) return "options";
    return this._link.isMaster ? "asked" : "elsewhere";
  }

  /** Another tab has given new options. */
  onOptions(options: CometOptions): void {
    this._others = options.user_key;
    this._settings.keys.retry();
    this._settings.adopt(options);
  }

  /** In the leader: another tab proposes its key. */
  onProposal(options: CometOptions): void {
    const { _settings: settings } = this;
    const isRefused = this._auth.status === false && this._link.isConnected;
    // A function is asked by the leader itself.
    const isOwn = settings.keys.isUsed || options.user_key === settings.userKey;
    if (!isRefused || settings.hidesVisitor || isOwn) return;
    settings.adopt(options);
    this._renew();
  }

  /** The server tells whether it accepts the key of the leader. */
  onAuthorized(isAuthorized: boolean): void {
    const { keys } = this._settings;
    if (isAuthorized) keys.accept();
    else if (this._link.isMaster && keys.refuse()) this._renew();
  }

  /** The server may have refused the key of another tab. The key of this tab may be newer. */
  onConnect(): void {
    if (this._link.isMaster || this._auth.status) return;
    const user_key = this._own;
    if (user_key && user_key !== this._others && ++this._proposals <= MAX_PROPOSALS)
      this._link.propose({ user_key });
  }
}
