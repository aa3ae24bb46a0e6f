import { ChannelLogs } from './channel-logs.js';
import { Channels } from './channels.js';
import { formFor, EncodedFrame, MAX_FRAME_BYTES } from './frames.js';
import { isTrackChannel } from './names.js';
import { OfflineQueue } from './offline-queue.js';
import { SERVER_NAME } from './texts.js';
import { Users } from './users.js';

const MAX_PRIVATE_CONNECTIONS = 16;
class Comet {
  constructor(settings, peers, onPublish) {
    this.settings = settings;
    this.peers = peers;
    this.onPublish = onPublish;
    this.channels = new Channels();
    this.byUser = /* @__PURE__ */ new Map();
    this.logs = new ChannelLogs(settings.limits.maxLogs);
    this.queue = new OfflineQueue(settings.limits);
    this.users = new Users(settings);
    this.form = formFor(settings.profile, 4);
  }
  /** The time as the frames have it: Unix seconds. */
  seconds() {
    return Math.floor(this.settings.clock() / 1e3);
  }
  /** A client has connected: `hash` is that of its user, undefined for an anonymous visitor. */
  enter(member, hash) {
    member.answer({
      authorized: hash !== void 0,
      data: hash ?? "",
      event: "serverInfo",
      message_send_time: this.seconds(),
      pipe: "sys",
      server: SERVER_NAME
    });
    if (member.userId === 0 || !member.isOpen) return;
    const others = this.byUser.get(member.userId) ?? [];
    this.byUser.set(member.userId, [...others, member]);
    if (others.length === 0) this.announceStatus(member.userId, "online");
    this.deliverQueue(member);
  }
  leave(member) {
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
  subscribe(member, names) {
    this.leaveAll(member);
    for (const name of new Set(names)) {
      if (!member.isOpen) return;
      this.channels.join(name, member);
      member.channels.add(name);
      this.announcePresence(member, name, "subscription");
    }
  }
  /** @returns undefined if the message is too long: the server drops it silently. */
  publish(message) {
    const { channel, event, text, sender } = message;
    const sent = this.seconds();
    const author = sender ? { user_id: sender.userId } : {};
    const frame = new EncodedFrame({
      data: text,
      event,
      message_send_time: sent,
      pipe: channel,
      ...author
    });
    if (frame.bytes(this.form).length > MAX_FRAME_BYTES) return void 0;
    const logged = { event, text: message.logText, sent };
    this.logs.add(channel, sender ? { ...logged, userId: sender.userId } : logged);
    const reached = spread(this.channels.members(channel), frame, sender?.member);
    if (sender) this.peers.forward({ channel, event, text, sent });
    if (sender?.member) {
      const { member, userId } = sender;
      const data = readText(message.logText);
      this.onPublish({ connection: member.id, userId, channel, event, data });
    }
    return reached;
  }
  /** Takes a message of another node. Its frame has no sender, and the log has user id 0. */
  takeForwarded({ channel, event, text, sent }) {
    this.logs.add(channel, { event, text, sent, userId: 0 });
    const frame = { data: text, event, message_send_time: sent, pipe: channel };
    spread(this.channels.members(channel), new EncodedFrame(frame));
  }
  /**
   * @returns how many connections of the user got the message. If none did, the message waits for the
   *   user; a message that is too long is dropped silently.
   */
  sendToUser(userId, event, text) {
    if (this.isOnline(userId)) return this.sendToOnlineUser(userId, event, text);
    const message = { event, text, sent: this.seconds() };
    const { length } = queuedFrame(userId, message).bytes(this.form);
    if (length <= MAX_FRAME_BYTES) this.queue.add(userId, message);
    return 0;
  }
  /** @returns how many connections of the user got the message. It waits for nobody. */
  sendToOnlineUser(userId, event, text) {
    const receivers = (this.byUser.get(userId) ?? []).slice(0, MAX_PRIVATE_CONNECTIONS);
    const frame = new EncodedFrame({ data: text, event, pipe: "msg" }, userId);
    return spread(receivers, frame).delivered;
  }
  isOnline(userId) {
    return this.byUser.has(userId);
  }
  /** How many connections have joined a channel, on all nodes. */
  countMembers(channel) {
    return this.channels.members(channel).length + this.peers.countMembers(channel);
  }
  deliverQueue(member) {
    for (const message of this.queue.take(member.userId, this.seconds())) {
      member.deliver(queuedFrame(member.userId, message));
    }
  }
  leaveAll(member) {
    for (const name of member.channels) {
      this.channels.leave(name, member);
      this.announcePresence(member, name, "unsubscription");
    }
    member.channels.clear();
  }
  announcePresence(member, channel, event) {
    if (!isTrackChannel(channel)) return;
    const { userId, uuid } = member;
    const sent = this.seconds();
    const data = { user_id: userId, uuid };
    const frame = { data, event, message_send_time: sent, pipe: channel };
    spread(this.channels.members(channel), new EncodedFrame(frame), member);
    if (event !== "subscription") return;
    this.peers.forward({ channel, event, text: `{"user_id":"${userId}","uuid":"${uuid}"`, sent });
  }
  /**
   * A node looks at its own connections only: it tells the others of a user who is still there. A
   * recording shows this for `offline`; for `online` it is assumed.
   */
  announceStatus(userId, status) {
    const pipe = `user_status_${userId}`;
    spread(this.channels.members(pipe), new EncodedFrame({ data: status, event: status, pipe }));
    this.peers.forward({ channel: pipe, event: status, text: status, sent: this.seconds() });
  }
}
function readText(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
function queuedFrame(userId, { event, text, sent }) {
  const frame = { data: text, event, fromQueue: true, message_send_time: sent, pipe: "msg" };
  return new EncodedFrame(frame, userId);
}
function spread(members, frame, except) {
  const receivers = members.filter(
    (member) => member !== except && frame.bytes(member.form).length <= MAX_FRAME_BYTES
  );
  for (const member of receivers) member.deliver(frame);
  const counted = receivers.filter((member) => frame.counts(member.form)).length;
  return { delivered: receivers.length, counted };
}

export { Comet };
//# sourceMappingURL=comet.js.map
