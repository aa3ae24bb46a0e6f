import { bareName } from '../protocol/channel-key.js';
import { traitsOf, isPublish, FENCE } from '../protocol/commands.js';
import { Arrivals } from './arrivals.js';
import { gather, askAll, asOne } from './gather.js';
import { Placement } from './placement.js';
import { placeOf, shardsAt, onePerNode, openPlaces } from './places.js';
import { Session } from './session.js';

class Shards {
  constructor(_addresses, _listener, _network) {
    this._addresses = _addresses;
    this._listener = _listener;
    this._network = _network;
    this._placement = new Placement();
    /** By channel: the shard that has yet to answer the last command. */
    this._unanswered = /* @__PURE__ */ new Map();
    this._isStarted = false;
    this._sessions = _addresses.map((_, shard) => this._make(shard));
    this._arrivals = new Arrivals(_addresses.length, {
      onMessage: (shard, message) => this._listener.onMessage(shard, message),
      silence: (shard) => this.silence(shard),
      askAll: (onAnswered) => gather(this._open, { command: FENCE }, onAnswered, onAnswered)
    });
  }
  /** With `roundrobin`, the one node may be another one later. */
  get nodes() {
    return this._addresses.map(({ node }) => node);
  }
  nodeOf(shard) {
    return this._addressOf(shard).nodeOf(shard);
  }
  get isConnected() {
    return this._open.length > 0;
  }
  get size() {
    return this._sessions.length;
  }
  silence(shard) {
    const one = shard === void 0 ? void 0 : this._sessions[shard];
    if (one) return one.silence;
    const open = this._all.filter(({ isOpen }) => isOpen);
    const silences = (open.length ? open : this._all).map(({ silence }) => silence);
    return Math.max(...silences);
  }
  start() {
    this._isStarted = true;
    for (const session of this._all) session.start();
  }
  stop() {
    this._isStarted = false;
    for (const session of this._all) session.stop();
    this._arrivals.end();
  }
  wake() {
    for (const session of this._all) session.wake();
  }
  setChannels(channels) {
    this._placement.set(channels);
    for (const [place, each] of this._placement.shards.entries())
      for (const node of this.nodes.keys()) this._carry(place * this.nodes.length + node, each);
  }
  rejoin() {
    for (const session of this._all) session.rejoin();
  }
  send(sent) {
    const { scope } = traitsOf(sent.command);
    if (scope === "shards") this._askShards(sent);
    else if (scope === "nodes") this._askNodes(sent);
    else this._sendToOne(sent);
  }
  onConnect(shard, info) {
    this._arrivals.open(shard);
    this._listener.onConnect(shard, info);
  }
  onSubscribed(shard, channels) {
    const isFirst = this._arrivals.subscribed(shard, channels);
    this._listener.onSubscribed(shard, channels);
    if (isFirst) this._checkBeside(shard);
    const place = placeOf(shard, this._addresses.length);
    const isNeeded = place === 0 || this._placement.shards[place]?.length;
    if (!isNeeded && !channels.length) this._end(shard);
  }
  onMessage(shard, message) {
    if (this._sessions.length > 1) this._arrivals.take(shard, message);
    else this._listener.onMessage(shard, message);
  }
  onIgnored(reason) {
    this._listener.onIgnored(reason);
  }
  onAttempt(shard) {
    this._listener.onAttempt(shard);
  }
  onDisconnect(shard, code, retryAt) {
    if (this._arrivals.close(shard)) this._checkBeside(shard);
    this._listener.onDisconnect(shard, code, retryAt);
  }
  onFatal(shard, error) {
    if (this._arrivals.close(shard)) this._checkBeside(shard);
    this._listener.onFatal(shard, error);
  }
  onUnneeded(shard) {
    this._arrivals.close(shard);
    this._listener.onUnneeded(shard);
  }
  get _all() {
    return this._sessions.flatMap((session) => session ?? []);
  }
  /** The shards to which commands can be written. */
  get _open() {
    return this._all.filter(({ isConnected }) => isConnected);
  }
  /** Only the shards beside this one hear what it misses, or has missed: asks whether they live. */
  _checkBeside(shard) {
    const { length } = this._addresses;
    for (const session of shardsAt(this._sessions, length, placeOf(shard, length)))
      if (session !== this._sessions[shard]) session.check();
  }
  /** Has a shard carry these channels; starts it for its first one, and ends it with its last one. */
  _carry(shard, channels) {
    const isFirst = shard < this.nodes.length;
    const known = this._sessions[shard];
    if (!channels.length && !isFirst) {
      known?.setChannels([]);
      if (known && !known.isConnected) this._end(shard);
      return;
    }
    const session = known ?? (this._sessions[shard] = this._make(shard));
    session.setChannels(channels);
    if (!known && this._isStarted) session.start();
  }
  _end(shard) {
    this._sessions[shard]?.stop();
    this._sessions[shard] = void 0;
    this.onUnneeded(shard);
  }
  _make(shard) {
    return new Session(this._addressOf(shard), this, shard, this._network);
  }
  _addressOf(shard) {
    return this._addresses[shard % this._addresses.length];
  }
  /** Of each node that can be reached: the shard with the command's channel, else its first one. */
  _onePerNode({ channel }) {
    const place = this._placement.find(bareName(channel)) ?? 0;
    return onePerNode(this._sessions, this._addresses.length, place);
  }
  _sendToOne({ onDone, onLost, ...sent }) {
    const channel = bareName(sent.command.channel);
    const session = this._choose(channel, sent.command);
    if (!session) return;
    const place = this._placement.find(channel);
    const shard = this._sessions.indexOf(session);
    const undo = this._sessions.length > 1 && isPublish(sent.command) && place !== void 0 && this._arrivals.publish(shard, sent.command, place);
    const onAnswered = this._expect(channel, session);
    session.send({
      ...sent,
      onDone(answer) {
        onAnswered();
        if (undo && answer?.kind === "refusal") undo();
        onDone(answer);
      },
      onLost() {
        onAnswered();
        onLost?.();
      }
    });
  }
  /** The shard with the channel; but one that has yet to answer comes first: commands keep their order. */
  _choose(channel, command) {
    const busy = this._unanswered.get(channel)?.session;
    return busy?.isConnected ? busy : this._onePerNode(command)[0];
  }
  /** Returns the function to call when the shard has answered, or ended. */
  _expect(channel, session) {
    const last = { session };
    this._unanswered.set(channel, last);
    return () => {
      if (this._unanswered.get(channel) === last) this._unanswered.delete(channel);
    };
  }
  /** Asks one shard of each node. What the nodes had sent before of the channel comes first. */
  _askNodes(sent) {
    const { command } = sent;
    const flush = () => this._arrivals.flush(command.channel);
    askAll(this._onePerNode(command), sent, flush, traitsOf(command).patienceMs);
  }
  /** Asks all shards. Those of a place carry the same channels: of them, only one has to answer. */
  _askShards(sent) {
    const { patienceMs } = traitsOf(sent.command);
    const places = openPlaces(this._sessions, this._addresses.length);
    const asked = places.map((shards) => asOne(shards, patienceMs));
    askAll(asked, sent, () => this._arrivals.flush());
  }
}

export { Shards };
//# sourceMappingURL=shards.js.map
