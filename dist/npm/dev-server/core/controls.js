import { MAX_LOG_LENGTH } from './channel-logs.js';
import { checkUserId, checkHash, checkInteger, checkEvent, checkChannel } from './input.js';
import { literalText } from './literal.js';

const TOKEN_SECONDS = 3600;
const MAX_TOKEN_SECONDS = 10 ** 10;
class Controls {
  constructor(core) {
    this.core = core;
  }
  get connections() {
    return this.core.clients.list();
  }
  get peakConnections() {
    return this.core.clients.peak;
  }
  get connectionAttempts() {
    return this.core.entrance.attempts;
  }
  get received() {
    return this.core.clients.received();
  }
  get logs() {
    return this.comet.logs.lengths();
  }
  get heldAnswers() {
    return this.core.clients.heldAnswers();
  }
  authorize(userId, hash) {
    this.comet.users.setHash(checkUserId(userId), checkHash(hash));
  }
  token(userId, { expiresIn = TOKEN_SECONDS } = {}) {
    checkInteger("expiresIn", expiresIn, -MAX_TOKEN_SECONDS, MAX_TOKEN_SECONDS);
    const claims = { userId: checkUserId(userId), expires: this.comet.seconds() + expiresIn };
    return this.core.settings.secrets.sign(claims);
  }
  setUserData(userId, data, options) {
    this.comet.users.setData(checkUserId(userId), literalText(data, options));
  }
  publish(channel, event, data, options) {
    const text = literalText(data, options);
    const message = { channel: checkChannel(channel), event: checkEvent(event) };
    return this.comet.publish({ ...message, text, logText: text })?.delivered ?? 0;
  }
  sendToUser(userId, event, data, options) {
    const text = literalText(data, options);
    return this.comet.sendToUser(checkUserId(userId), checkEvent(event), text);
  }
  keepLog(channel, length) {
    const checked = checkInteger("length", length, 0, MAX_LOG_LENGTH);
    this.comet.logs.setLength(checkChannel(channel), checked);
  }
  closeConnections(filter) {
    return this.core.clients.drop(filter);
  }
  refuse(how) {
    this.core.faults.refusal = how;
    if (how !== "silence") this.core.entrance.dropUnanswered();
  }
  delay(milliseconds) {
    this.core.faults.delayMs = milliseconds;
  }
  goSilent(filter) {
    return this.core.clients.goSilent(filter);
  }
  resume() {
    this.core.clients.resume();
  }
  withholdAnswers(commands) {
    this.core.faults.withheldCommands = commands;
  }
  releaseAnswers() {
    this.core.faults.withheldCommands = [];
    return this.core.clients.releaseAnswers();
  }
  on(event, listener) {
    return this.core.clients.observers.on(event, listener);
  }
  get comet() {
    return this.core.clients.comet;
  }
}

export { Controls };
//# sourceMappingURL=controls.js.map
