import { howMany, whoListens, whatIsStored } from '../client/queries.js';
import { attempt } from './attempt.js';
import { checkCallback } from './errors.js';
import { PromiseNames } from './promise-names.js';
import { RecentIds } from '../platform/recent-ids.js';
import { VERSION } from '../client/version.js';

class CometApi extends PromiseNames {
  constructor() {
    super(...arguments);
    this.version = VERSION;
  }
  start(options, onConnected) {
    this._client.connect(options);
    if (onConnected) this._done(() => this._client.readiness.call(onConnected));
    return true;
  }
  restart(options) {
    this._client.restart(options);
  }
  stop() {
    this._client.stop();
  }
  on(event, callback) {
    return this._client.events.on(event, callback);
  }
  subscription(key, callback, options) {
    const { subscriptions } = this._client;
    return this._attempt(
      () => typeof key === "function" ? subscriptions.add("", key) : subscriptions.add(key, callback, options),
      false
    );
  }
  oncePerBrowser(key, callback) {
    return this._attempt(() => {
      checkCallback(callback);
      return this._client.subscriptions.add(key, callback, {}, true);
    }, false);
  }
  unsubscription(id) {
    if (!id) this._client.log.warn("unsubscription needs an id");
    return this._client.subscriptions.remove(id);
  }
  unsubscriptionAll() {
    this._client.subscriptions.clear();
    return true;
  }
  web_pipe_send(...args) {
    return this._publish(args[args.length < 3 ? 1 : 2], () => this._client.publisher.send(args));
  }
  multi_web_pipe_send(channel, event, message, count = 3, interval = 1e3) {
    return this._publish(
      message,
      () => this._client.publisher.sendRepeatedly(channel, event, message, count, interval)
    );
  }
  get_pipe_log(channel, callback, onEnd) {
    return this._done(() => {
      if (onEnd) checkCallback(onEnd);
      const copies = new RecentIds();
      const onLog = (message) => this._client.subscriptions.dispatch(message, () => void 0, copies);
      if (callback) this._client.subscriptions.addOnce(channel, callback);
      this._client.queries.log(channel, onLog, onEnd);
    });
  }
  count_users_in_pipe(channel, callback) {
    return this._done(() => this._client.queries.tell(howMany(channel), callback));
  }
  getTrackPipeUsers(channel, callback) {
    return this._done(() => this._client.queries.tell(whoListens(channel), callback));
  }
  getUserData(userId, callback) {
    return this._done(() => this._client.queries.tell(whatIsStored(userId), callback));
  }
  onAuthSuccess(callback) {
    this._done(() => this._client.auth.on(true, callback));
  }
  onAuthFail(callback) {
    this._done(() => this._client.auth.on(false, callback));
  }
  get onAuthFalill() {
    return this.onAuthFail;
  }
  isAuthorized() {
    return this._client.auth.status;
  }
  isMaster() {
    return this._client.link.isMaster;
  }
  inspect() {
    return this._client.link.tabs;
  }
  isConnected() {
    return this._client.link.isConnected;
  }
  get options() {
    return this._client.settings.options;
  }
  getUserId() {
    return this._client.settings.userId;
  }
  getUserKey() {
    return this._client.settings.userKey;
  }
  getDevId() {
    return this._client.settings.devId;
  }
  getUUID() {
    return this._client.settings.uuid;
  }
  getTabUUID() {
    return this._client.tab;
  }
  get LogLevel() {
    return this._client.log.level;
  }
  set LogLevel(level) {
    this._client.log.level = level;
  }
  _publish(message, action) {
    return this._attempt(action, message === void 0 ? false : void 0);
  }
  _done(action) {
    return this._attempt(() => (action(), true), false);
  }
  _attempt(action, otherwise) {
    return attempt(action, otherwise, this._client.log);
  }
}

export { CometApi };
//# sourceMappingURL=comet-api.js.map
