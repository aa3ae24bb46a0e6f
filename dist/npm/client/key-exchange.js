const MAX_PROPOSALS = 3;
class KeyExchange {
  /** @param _renew connects anew. */
  constructor(_settings, _link, _auth, _renew) {
    this._settings = _settings;
    this._link = _link;
    this._auth = _auth;
    this._renew = _renew;
    /** The key that this page gave. */
    this._own = "";
    /** How often `_own` was proposed. */
    this._proposals = 0;
  }
  /** The page has started, perhaps with another key. */
  begin() {
    this._own = this._settings.visitor.userKey;
    this._proposals = 0;
  }
  /** Where the key comes from, if there is one. */
  get origin() {
    const { hidesVisitor, keys } = this._settings;
    if (!keys.isUsed || hidesVisitor) return "options";
    return this._link.isMaster ? "asked" : "elsewhere";
  }
  /** Another tab has given new options. */
  onOptions(options) {
    this._others = options.user_key;
    this._settings.keys.retry();
    this._settings.adopt(options);
  }
  /** In the leader: another tab proposes its key. */
  onProposal(options) {
    const { _settings: settings } = this;
    const isRefused = this._auth.status === false && this._link.isConnected;
    const isOwn = settings.keys.isUsed || options.user_key === settings.userKey;
    if (!isRefused || settings.hidesVisitor || isOwn) return;
    settings.adopt(options);
    this._renew();
  }
  /** The server tells whether it accepts the key of the leader. */
  onAuthorized(isAuthorized) {
    const { keys } = this._settings;
    if (isAuthorized) keys.accept();
    else if (this._link.isMaster && keys.refuse()) this._renew();
  }
  /** The server may have refused the key of another tab. The key of this tab may be newer. */
  onConnect() {
    if (this._link.isMaster || this._auth.status) return;
    const user_key = this._own;
    if (user_key && user_key !== this._others && ++this._proposals <= MAX_PROPOSALS)
      this._link.propose({ user_key });
  }
}

export { KeyExchange };
//# sourceMappingURL=key-exchange.js.map
