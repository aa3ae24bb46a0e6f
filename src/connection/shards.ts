import type { CometError } from "../api/errors";
import { bareName } from "../protocol/channel-key";
import { FENCE, isPublish, traitsOf, type Command } from "../protocol/commands";
import type { FrameMessage } from "../protocol/messages";
import { Arrivals } from "./arrivals";
import type { Connection, ConnectionListener, Sent } from "./connection";
import { asOne, askAll, gather } from "./gather";
import type { Network } from "./network";
import { Placement } from "./placement";
import { onePerNode, openPlaces, placeOf, shardsAt } from "./places";
import { Session, type Address } from "./session";

/**
 * A connection of several sockets: one for each node, and further ones for more channels than a socket
 * can have. Shard `n` leads to node `n % nodes`; shards of different nodes with the same place carry
 * the same channels.
 */
export class Shards implements Connection, ConnectionListener {
  private readonly _placement = new Placement();
  /** By the number of the shard. One that has ended leaves `undefined`. */
  private readonly _sessions: (Session | undefined)[];
  private readonly _arrivals: Arrivals;
  /** By channel: the shard that has yet to answer the last command. */
  private readonly _unanswered = new Map<string, { session: Session }>();
  private _isStarted = false;

  constructor(
    private readonly _addresses: readonly Address[],
    private readonly _listener: ConnectionListener,
    private readonly _network?: Network,
  ) {
    // Made here, because a socket that is opened later begins without delay (`SocketLink`).
    this._sessions = _addresses.map((_, shard) => this._make(shard));
    this._arrivals = new Arrivals(_addresses.length, {
      onMessage: (shard, message) => this._listener.onMessage(shard, message),
      silence: (shard) => this.silence(shard),
      askAll: (onAnswered) => gather(this._open, { command: FENCE }, onAnswered, onAnswered),
    });
  }

  /** With `roundrobin`, the one node may be another one later. */
  get nodes(): readonly string[] {
    return this._addresses.map(({ node }) => node);
  }

  nodeOf(shard: number): string {
    return this._addressOf(shard).nodeOf(shard);
  }

  get isConnected(): boolean {
    return this._open.length > 0;
  }

  get size(): number {
    return this._sessions.length;
  }

  silence(shard?: number): number {
    const one = shard === undefined ? undefined : this._sessions[shard];
    if (one) return one.silence;
    const open = this._all.filter(({ isOpen }) => isOpen);
    const silences = (open.length ? open : this._all).map(({ silence }) => silence);
    return Math.max(...silences);
  }

  start(): void {
    this._isStarted = true;
    for (const session of this._all) session.start();
  }

  stop(): void {
    this._isStarted = false;
    for (const session of this._all) session.stop();
    this._arrivals.end();
  }

  wake(): void {
    for (const session of this._all) session.wake();
  }

  setChannels(channels: readonly string[]): void {
    this._placement.set(channels);
    for (const [place, each] of this._placement.shards.entries())
      for (const node of this.nodes.keys()) this._carry(place * this.nodes.length + node, each);
  }

  rejoin(): void {
    for (const session of this._all) session.rejoin();
  }

  send(sent: Sent): void {
    const { scope } = traitsOf(sent.command);
    if (scope === "shards") this._askShards(sent);
    else if (scope === "nodes") this._askNodes(sent);
    else this._sendToOne(sent);
  }

  onConnect(shard: number, info: string): void {
    this._arrivals.open(shard);
    this._listener.onConnect(shard, info);
  }

  onSubscribed(shard: number, channels: readonly string[]): void {
    const isFirst = this._arrivals.subscribed(shard, channels);
    this._listener.onSubscribed(shard, channels);
    if (isFirst) this._checkBeside(shard);
    const place = placeOf(shard, this._addresses.length);
    const isNeeded = place === 0 || this._placement.shards[place]?.length;
    if (!isNeeded && !channels.length) this._end(shard);
  }

  onMessage(shard: number, message: FrameMessage): void {
    if (this._sessions.length > 1) this._arrivals.take(shard, message);
    else this._listener.onMessage(shard, message);
  }

  onIgnored(reason: string): void {
    this._listener.onIgnored(reason);
  }

  onAttempt(shard: number): void {
    this._listener.onAttempt(shard);
  }

  onDisconnect(shard: number, code: number, retryAt: number): void {
    if (this._arrivals.close(shard)) this._checkBeside(shard);
    this._listener.onDisconnect(shard, code, retryAt);
  }

  onFatal(shard: number, error: CometError): void {
    if (this._arrivals.close(shard)) this._checkBeside(shard);
    this._listener.onFatal(shard, error);
  }

  onUnneeded(shard: number): void {
    this._arrivals.close(shard);
    this._listener.onUnneeded(shard);
  }

  private get _all(): Session[] {
    return this._sessions.flatMap((session) => session ?? []);
  }

  /** The shards to which commands can be written. */
  private get _open(): Session[] {
    return this._all.filter(({ isConnected }) => isConnected);
  }

  /** Only the shards beside this one hear what it misses, or has missed: asks whether they live. */
  private _checkBeside(shard: number): void {
    const { length } = this._addresses;
    for (const session of shardsAt(this._sessions, length, placeOf(shard, length)))
      if (session !== this._sessions[shard]) session.check();
  }

  /** Has a shard carry these channels; starts it for its first one, and ends it with its last one. */
  private _carry(shard: number, channels: readonly string[]): void {
    const isFirst = shard < this.nodes.length;
    const known = this._sessions[shard];
    if (!channels.length && !isFirst) {
      known?.setChannels([]);
      // What was written before has to be answered first: `onSubscribed`.
      if (known && !known.isConnected) this._end(shard);
      return;
    }
    const session = known ?? (this._sessions[shard] = this._make(shard));
    session.setChannels(channels);
    if (!known && this._isStarted) session.start();
  }

  private _end(shard: number): void {
    this._sessions[shard]?.stop();
    this._sessions[shard] = undefined;
    this.onUnneeded(shard);
  }

  private _make(shard: number): Session {
    return new Session(this._addressOf(shard), this, shard, this._network);
  }

  private _addressOf(shard: number): Address {
    return this._addresses[shard % this._addresses.length] as Address;
  }

  /** Of each node that can be reached: the shard with the command's channel, else its first one. */
  private _onePerNode({ channel }: Command): Session[] {
    const place = this._placement.find(bareName(channel)) ?? 0;
    return onePerNode(this._sessions, this._addresses.length, place);
  }

  private _sendToOne({ onDone, onLost, ...sent }: Sent): void {
    const channel = bareName(sent.command.channel);
    const session = this._choose(channel, sent.command);
    if (!session) return;
    // A channel that no shard carries sends nothing back.
    const place = this._placement.find(channel);
    const shard = this._sessions.indexOf(session);
    const undo =
      this._sessions.length > 1 &&
      isPublish(sent.command) &&
      place !== undefined &&
      this._arrivals.publish(shard, sent.command, place);
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
      },
    });
  }

  /** The shard with the channel; but one that has yet to answer comes first: commands keep their order. */
  private _choose(channel: string, command: Command): Session | undefined {
    const busy = this._unanswered.get(channel)?.session;
    return busy?.isConnected ? busy : this._onePerNode(command)[0];
  }

  /** Returns the function to call when the shard has answered, or ended. */
  private _expect(channel: string, session: Session): () => void {
    // A shard answers in order: the answer to the last command is the last one.
    const last = { session };
    this._unanswered.set(channel, last);
    return () => {
      if (this._unanswered.get(channel) === last) this._unanswered.delete(channel);
    };
  }

  /** Asks one shard of each node. What the nodes had sent before of the channel comes first. */
  private _askNodes(sent: Sent): void {
    const { command } = sent;
    const flush = () => this._arrivals.flush(command.channel);
    askAll(this._onePerNode(command), sent, flush, traitsOf(command).patienceMs);
  }

  /** Asks all shards. Those of a place carry the same channels: of them, only one has to answer. */
  private _askShards(sent: Sent): void {
    const { patienceMs } = traitsOf(sent.command);
    const places = openPlaces(this._sessions, this._addresses.length);
    const asked = places.map((shards) => asOne(shards, patienceMs));
    askAll(asked, sent, () => this._arrivals.flush());
  }
}
