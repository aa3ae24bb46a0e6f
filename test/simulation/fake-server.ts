import { CometError } from "../../src/api/errors";
import type { Connection, ConnectionListener, Sent } from "../../src/connection/connection";
import type { Command } from "../../src/protocol/commands";
import { messageOf } from "../support/decode";
import { INFO } from "../support/fake-socket";
import { FakeTab } from "../support/fake-tab";
import { schedule } from "../support/tab-time";

/** A server that the connections of all fake tabs lead to. What it says comes in later tasks. */
export class FakeServer {
  /** All that were ever made. */
  readonly connections: FakeConnection[] = [];
  /** What connections were asked to do, in order: kinds of commands, and lists of channels. */
  readonly calls: string[] = [];
  /** All that it took, in order. */
  readonly written: { by: FakeTab; command: Command }[] = [];
  /** Mistakes that no connection may make. */
  readonly mistakes: string[] = [];
  /** The tabs whose connections were told to wake up. */
  readonly woken: FakeTab[] = [];
  /** Called for each command before it is taken: a tab that is killed here has not written it. */
  onWrite: (command: Command, by: FakeTab) => void = () => undefined;
  /** Commands for which it returns false are not answered. */
  answers: (command: Command) => boolean = () => true;
  /** What `pipe_log` replays. */
  log: string[] = [];
  /** Takes no connections. */
  isDown = false;

  /** Those that a page has not stopped, and whose tab lives. */
  get open(): FakeConnection[] {
    return this.connections.filter(({ isStarted, tab }) => isStarted && !tab.isDead);
  }

  /** Texts of the messages that were published, in order. */
  get published(): string[] {
    return this.written
      .filter(({ command }) => command.kind === "web_pipe2")
      .map(({ command }) => JSON.parse(command.text.split("\n")[4] as string) as string);
  }

  readonly connect = (listener: ConnectionListener): FakeConnection => {
    const connection = new FakeConnection(this, listener);
    this.connections.push(connection);
    return connection;
  };

  /** A message of somebody else's. */
  say(channel: string, data: string, more: object = {}): void {
    const frame = messageOf({ data, event: "e", pipe: channel, user_id: 7, ...more });
    for (const connection of this.open)
      if (connection.heard.includes(channel)) connection.say((to) => to.onMessage(0, frame));
  }

  /** Says what connections ask for to know that they live. */
  ping(): void {
    for (const connection of this.open) connection.say(() => undefined);
  }

  /** Nothing comes by the present connections any more, and nobody is told. */
  goSilent(): void {
    for (const connection of this.open) connection.isSilent = true;
  }

  /** All connections end for good. */
  refuse(code: number): void {
    for (const connection of this.open)
      connection.say((to) => {
        connection.stop();
        to.onFatal(0, new CometError("fatal", "refused", code));
      });
  }

  /** All connections end. */
  drop(code = 1006): void {
    for (const connection of this.open) connection.drop(code);
  }
}

export class FakeConnection implements Connection {
  readonly tab = FakeTab.current;
  readonly nodes = ["server"];
  readonly nodeOf = () => "server";
  readonly size = 1;
  isStarted = false;
  wasStarted = false;
  isSilent = false;
  /** Channels of which the server has taken note. */
  heard: readonly string[] = [];
  private wanted: readonly string[] = [];
  private readonly unanswered: Sent[] = [];
  private isOpen = false;
  private isClosing = false;
  private heardAt = 0;

  constructor(
    private readonly server: FakeServer,
    private readonly listener: ConnectionListener,
  ) {}

  get isConnected(): boolean {
    return this.isOpen && !this.isClosing;
  }

  start(): void {
    if (this.isStarted) this.server.mistakes.push("started twice");
    this.isStarted = this.wasStarted = true;
    this.heardAt = Date.now();
    this.open();
  }

  silence(): number {
    return Date.now() - this.heardAt;
  }

  stop(): void {
    this.isStarted = this.isOpen = false;
    this.heard = [];
  }

  wake(): void {
    this.server.woken.push(this.tab);
  }

  setChannels(channels: readonly string[]): void {
    const isNew = channels.join() !== this.wanted.join();
    if (isNew) this.server.calls.push(["subscribe", ...channels].join(" "));
    this.wanted = channels;
    if (isNew && this.isConnected) this.subscribe();
  }

  rejoin(): void {
    if (this.isConnected) this.subscribe();
  }

  send(sent: Sent): void {
    const { command, onDone, onLog } = sent;
    const { server, tab } = this;
    if (!this.isConnected) return void server.mistakes.push(`not connected: ${command.text}`);
    server.calls.push(command.kind);
    server.onWrite(command, tab);
    if (tab.isDead) return;
    server.written.push({ by: tab, command });
    if (command.kind === "statistics") return onDone();
    if (!server.answers(command)) return void this.unanswered.push(sent);
    if (onLog)
      for (const data of server.log) {
        const { channel: pipe } = command;
        const message = messageOf({ data, event: "e", fromQueue: true, pipe });
        this.say(() => message.kind === "channel" && onLog(message));
      }
    this.say(() => onDone(messageOf(answerTo(command))));
  }

  /** The server says something, unless the connection ends before. */
  say(code: (listener: ConnectionListener) => void): void {
    if (this.isSilent) return;
    const run = () => {
      if (!this.isConnected) return;
      this.heardAt = Date.now();
      code(this.listener);
    };
    schedule(() => this.tab.task(run));
  }

  /** It takes nothing any more, and its end comes later. */
  beginClosing(): void {
    this.isClosing = true;
  }

  /** The connection ends, and comes back soon. */
  drop(code: number): void {
    this.heard = [];
    this.tab.task(() => {
      if (!this.isOpen) return;
      this.isOpen = this.isClosing = false;
      for (const { onLost } of this.unanswered.splice(0)) onLost?.();
      this.listener.onDisconnect(0, code, Date.now() + 100);
      this.tab.run(() => setTimeout(() => this.open(), 100));
    });
  }

  private open(): void {
    schedule(() =>
      this.tab.task(() => {
        if (!this.isStarted || this.isOpen) return;
        if (this.server.isDown) return void setTimeout(() => this.open(), 100);
        this.isOpen = true;
        this.heardAt = Date.now();
        // An empty list need not be written.
        if (this.wanted.length) this.subscribe();
        this.listener.onConnect(0, JSON.stringify(INFO));
      }),
    );
  }

  private subscribe(): void {
    const { wanted } = this;
    this.say((listener) => {
      this.heard = wanted;
      listener.onSubscribed(0, wanted);
    });
  }
}

function answerTo({ kind, channel, text }: Command): object {
  if (kind !== "web_pipe2")
    return { data: ["x", 1], event: "x", marker: "marker", pipe: `_answer_${kind}` };
  const message = text.split("\n")[4];
  return { data: { message, number_messages: 1 }, event: "answer", pipe: `_answer_to_${channel}` };
}
