/** The state of the server, and whatever one client or the back end sends to other clients. */
import { ChannelLogs } from "./channel-logs";
import { Channels } from "./channels";
import type { FrameForm } from "./frames";
import { EncodedFrame, formFor, MAX_FRAME_BYTES } from "./frames";
import type { Member } from "./member";
import { isTrackChannel } from "./names";
import type { QueuedMessage } from "./offline-queue";
import { OfflineQueue } from "./offline-queue";
import type { ForwardedMessage, Peers } from "./peers";
import type { CoreSettings } from "./settings";
import { SERVER_NAME } from "./texts";
import type { PublishedMessage } from "./types";
import { Users } from "./users";

/** The real server sends private messages to no more connections of a user. */
const MAX_PRIVATE_CONNECTIONS = 16;

export interface Publication {
  readonly channel: string;
  readonly event: string;
  /** As it goes into the frames. */
  readonly text: string;
  /** As it goes into the log. */
  readonly logText: string;
  /**
   * The client that published the message, and the user id it shows; undefined for SQL. Without a
   * `member`, the client is none that is connected here.
   */
  readonly sender?: { readonly member?: Member; readonly userId: number };
}

/** How many clients got a message, and how many of those the delivery report counts. */
export interface Spread {
  readonly delivered: number;
  readonly counted: number;
}

export class Comet {
  readonly channels = new Channels<Member>();
  readonly logs: ChannelLogs;
  readonly queue: OfflineQueue;
  readonly users: Users;
  /** The form whose length decides whether a message is too long. */
  private readonly form: FrameForm;
  private readonly byUser = new Map<number, Member[]>();

  constructor(
    readonly settings: CoreSettings,
    private readonly peers: Peers,
    private readonly onPublish: (message: PublishedMessage) => void,
  ) {
    this.logs = new ChannelLogs(settings.limits.maxLogs);
    this.queue = new OfflineQueue(settings.limits);
    this.users = new Users(settings);
    this.form = formFor(settings.profile, 4);
  }

  /** The time as the frames have it: Unix seconds. */
  seconds(): number {
    return Math.floor(this.settings.clock() / 1000);
  }

  /** A client has connected: `hash` is that of its user, undefined for an anonymous visitor. */
  enter(member: Member, hash: string | undefined): void {
    member.answer({
      authorized: hash !== undefined,
      data: hash ?? "",
      event: "serverInfo",
      message_send_time: this.seconds(),
      pipe: "sys",
      server: SERVER_NAME,
    });
    if (member.userId === 0 || !member.isOpen) return;
    const others = this.byUser.get(member.userId) ?? [];
    this.byUser.set(member.userId, [...others, member]);
    if (others.length === 0) this.announceStatus(member.userId, "online");
    this.deliverQueue(member);
  }

  leave(member: Member): void {
    this.leaveAll(member);
    if (member.userId === 0) return;
    const others = (this.byUser.get(member.userId) ?? []).filter((other) => other !== member);
    this.byUser.set(member.userId, others);
    if (others.length > 0) return;
    this.byUser.delete(member.userId);
    this.users.wentOffline(member.userId);
    this.announceStatus(member.userId, "offline");
  }

  /**
   * Replaces the member's channels. As on the real server every channel is left first and joined
   * again, so the presence of a member flaps in each `track_*` channel that it stays in.
   */
  subscribe(member: Member, names: readonly string[]): void {
    this.leaveAll(member);
    for (const name of new Set(names)) {
      // An announcement may drop a slow reader, and the announcement of that may drop this member.
      if (!member.isOpen) return;
      this.channels.join(name, member);
      member.channels.add(name);
      this.announcePresence(member, name, "subscription");
    }
  }

  /** @returns undefined if the message is too long: the server drops it silently. */
  publish(message: Publication): Spread | undefined {
    const { channel, event, text, sender } = message;
    const sent = this.seconds();
    const author = sender ? { user_id: sender.userId } : {};
    const frame = new EncodedFrame({
      data: text,
      event,
      message_send_time: sent,
      pipe: channel,
      ...author,
    });
    if (frame.bytes(this.form).length > MAX_FRAME_BYTES) return undefined;
    const logged = { event, text: message.logText, sent };
    this.logs.add(channel, sender ? { ...logged, userId: sender.userId } : logged);
    const reached = spread(this.channels.members(channel), frame, sender?.member);
    // SQL reaches no other node: programs that want all nodes use the proxy.
    if (sender) this.peers.forward({ channel, event, text, sent });
    if (sender?.member) {
      const { member, userId } = sender;
      const data = readText(message.logText);
      this.onPublish({ connection: member.id, userId, channel, event, data });
    }
    return reached;
  }

  /** Takes a message of another node. Its frame has no sender, and the log has user id 0. */
  takeForwarded({ channel, event, text, sent }: ForwardedMessage): void {
    this.logs.add(channel, { event, text, sent, userId: 0 });
    const frame = { data: text, event, message_send_time: sent, pipe: channel };
    spread(this.channels.members(channel), new EncodedFrame(frame));
  }

  /**
   * @returns how many connections of the user got the message. If none did, the message waits for the
   *   user; a message that is too long is dropped silently.
   */
  sendToUser(userId: number, event: string, text: string): number {
    if (this.isOnline(userId)) return this.sendToOnlineUser(userId, event, text);
    const message = { event, text, sent: this.seconds() };
    const { length } = queuedFrame(userId, message).bytes(this.form);
    if (length <= MAX_FRAME_BYTES) this.queue.add(userId, message);
    return 0;
  }

  /** @returns how many connections of the user got the message. It waits for nobody. */
  sendToOnlineUser(userId: number, event: string, text: string): number {
    const receivers = (this.byUser.get(userId) ?? []).slice(0, MAX_PRIVATE_CONNECTIONS);
    const frame = new EncodedFrame({ data: text, event, pipe: "msg" }, userId);
    return spread(receivers, frame).delivered;
  }

  isOnline(userId: number): boolean {
    return this.byUser.has(userId);
  }

  /** How many connections have joined a channel, on all nodes. */
  countMembers(channel: string): number {
    return this.channels.members(channel).length + this.peers.countMembers(channel);
  }

  private deliverQueue(member: Member): void {
    for (const message of this.queue.take(member.userId, this.seconds())) {
      member.deliver(queuedFrame(member.userId, message));
    }
  }

  private leaveAll(member: Member): void {
    for (const name of member.channels) {
      this.channels.leave(name, member);
      this.announcePresence(member, name, "unsubscription");
    }
    member.channels.clear();
  }

  private announcePresence(member: Member, channel: string, event: string): void {
    if (!isTrackChannel(channel)) return;
    const { userId, uuid } = member;
    const sent = this.seconds();
    const data = { user_id: userId, uuid };
    const frame = { data, event, message_send_time: sent, pipe: channel };
    spread(this.channels.members(channel), new EncodedFrame(frame), member);
    // Recorded: no other node is told of an unsubscription, and the text lacks its closing brace.
    if (event !== "subscription") return;
    this.peers.forward({ channel, event, text: `{"user_id":"${userId}","uuid":"${uuid}"`, sent });
  }

  /**
   * A node looks at its own connections only: it tells the others of a user who is still there. A
   * recording shows this for `offline`; for `online` it is assumed.
   */
  private announceStatus(userId: number, status: "online" | "offline"): void {
    const pipe = `user_status_${userId}`;
    spread(this.channels.members(pipe), new EncodedFrame({ data: status, event: status, pipe }));
    this.peers.forward({ channel: pipe, event: status, text: status, sent: this.seconds() });
  }
}

function readText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function queuedFrame(userId: number, { event, text, sent }: QueuedMessage): EncodedFrame {
  const frame = { data: text, event, fromQueue: true, message_send_time: sent, pipe: "msg" };
  return new EncodedFrame(frame, userId);
}

function spread(members: readonly Member[], frame: EncodedFrame, except?: Member): Spread {
  const receivers = members.filter(
    (member) => member !== except && frame.bytes(member.form).length <= MAX_FRAME_BYTES,
  );
  for (const member of receivers) member.deliver(frame);
  const counted = receivers.filter((member) => frame.counts(member.form)).length;
  return { delivered: receivers.length, counted };
}
