/** Every recording of the real server, played to this one and compared frame by frame. */
import { afterEach, expect, it } from "vitest";
import type { DevServer, SqlPort } from "../../../dev-server";
import { startDevCluster, startDevServer } from "../../../dev-server";
import {
  readClusterRecording,
  readRecordings,
  type Recording,
  type Step,
} from "../../support/recordings";
import { Client } from "./client";
import { insert } from "./recorded-sql";

const NUL = "\u0000";

/** The server's time; it stands still but for the steps of a recording. */
let seconds = 0;
const clock = () => seconds * 1000;
let close = async (): Promise<void> => undefined;

afterEach(() => close());

it.each(readRecordings())("the development server answers as in $file", async (recording) => {
  const server = await startDevServer({ port: 0, clock });
  close = () => server.close();
  await prepare(server, recording);
  await new Replay(recording, { node: () => server, sqlPort: () => server }).run();
});

it("two nodes of a development cluster answer as in cluster.v4.08.json", async () => {
  const cluster = await startDevCluster({ clock });
  close = () => cluster.close();
  const [A, B] = cluster.nodes as [DevServer, DevServer];
  const nodes = { A, B };
  const sqlPorts = { A, B, proxy: cluster };
  await new Replay(readClusterRecording(), {
    node: ({ node = "A" }) => nodes[node],
    sqlPort: ({ at = "proxy" }) => sqlPorts[at],
  }).run();
});

/** What the steps of a recording go to. */
interface Servers {
  node(step: Step): DevServer;
  sqlPort(step: Step): SqlPort;
}

interface Connected {
  readonly client: Client;
  readonly server: DevServer;
}

/** What the recordings before this one had left in the database. */
async function prepare(server: DevServer, { scenario, steps }: Recording): Promise<void> {
  if (scenario === "handshake") return;
  server.authorize(12, "hash12");
  const status = steps.findIndex(({ send }) => send === "user_status\n12");
  if (status < 0) return;
  seconds = timeOf(steps[status + 1]) - 3;
  const earlier = await Client.connect(server.node, { key: "hash12", id: 12 });
  earlier.socket.close();
  await earlier.closed();
}

class Replay {
  private readonly connections = new Map<string, Connected>();

  constructor(
    private readonly recording: Recording,
    private readonly servers: Servers,
  ) {}

  async run(): Promise<void> {
    for (const [index, step] of this.recording.steps.entries()) {
      seconds = timeBefore(this.recording.steps, index) ?? seconds;
      await this.play(step);
    }
    for (const { client } of this.connections.values()) await expectNothingMore(client);
  }

  private async play(step: Step): Promise<void> {
    if (step.cometql !== undefined) insert(this.servers.sqlPort(step), step.cometql);
    else if (step.open !== undefined) await this.open(step, step.open);
    else if (step.send !== undefined) await this.send(step.conn, step.send);
    else if (step.recv !== undefined) await this.compare(step.conn, step.recv);
    else if (step.close) await this.close(step.conn);
    else if (step.closed !== undefined) await this.expectClosed(step);
  }

  private async open(step: Step, path: string): Promise<void> {
    const server = this.servers.node(step);
    const client = Client.open(server.node, path);
    this.connections.set(String(step.conn), { client, server });
    await new Promise((resolve) => client.socket.once("open", resolve));
  }

  /** Until the server has carried it out: the recorder, too, waited before its next step. */
  private async send(conn: string | undefined, text: string): Promise<void> {
    const { client, server } = this.connection(conn);
    const carriedOut = new Promise<void>((resolve) => {
      const off = server.on("command", () => {
        off();
        resolve();
      });
    });
    client.socket.send(text);
    await carriedOut;
  }

  private async compare(conn: string | undefined, recorded: string): Promise<void> {
    const frame = await this.connection(conn).client.next();
    const expected = trimmedByTheDatabase(this.recording, recorded) ?? recorded;
    expect(comparable(frame)).toBe(comparable(expected));
    expect(Buffer.byteLength(frame)).toBe(Buffer.byteLength(expected));
  }

  private async close(conn: string | undefined): Promise<void> {
    const { client, server } = this.connection(conn);
    if (client.socket.readyState !== client.socket.OPEN) return;
    await expectNothingMore(client);
    const gone = new Promise((resolve) => server.on("disconnect", resolve));
    client.socket.close();
    await gone;
  }

  private async expectClosed({ conn, closed }: Step): Promise<void> {
    if (!this.endsByServer(conn)) await this.close(conn);
    expect(await this.connection(conn).client.closed()).toBe(closed);
  }

  private endsByServer(conn: string | undefined): boolean {
    return this.recording.steps.some(
      (step) => step.conn === conn && (step as { by?: string }).by === "server",
    );
  }

  private connection(conn = ""): Connected {
    const connection = this.connections.get(conn);
    if (!connection) throw new Error(`no connection ${conn}`);
    return connection;
  }
}

/** Nothing may have come that was not recorded. */
async function expectNothingMore(client: Client): Promise<void> {
  const isOpen = client.socket.readyState === client.socket.OPEN;
  expect(isOpen ? await client.untilFence() : client.frames).toEqual([]);
}

/** Without what differs between two runs of the real server. */
function comparable(frame: string): string {
  return (
    frame
      // The hash that it makes for a user who comes with a JWT.
      .replace(/"data":"[0-9a-f]{32}"/, '"data":"<generated>"')
      // How long ago a user was online.
      .replace(/(\\?"data\\?":)\d+(,\\?"last_online_time\\?":)\d+/, "$1<n>$2<n>")
      // Memory that stands behind the cut; its length is compared.
      .replace(new RegExp(`${NUL}.*$`, "s"), "<cut>")
  );
}

function timeOf(step: Step | undefined): number {
  return Number(/"message_send_time":(\d+)/.exec(step?.recv ?? "")?.[1]);
}

/** The time at a step: that of the next frame which does not come from a log or a queue. */
function timeBefore(steps: readonly Step[], index: number): number | undefined {
  const later = steps.slice(index);
  // A message that waits for its user shows the time at which it was inserted.
  const isQueued = steps[index]?.cometql?.startsWith("INSERT INTO users_messages") ?? false;
  // Not delivered, but logged: the frame that shows its time is the report before it.
  if (steps[index]?.cometql?.includes("web_log_")) return undefined;
  const found = later.find(
    (step) => timeOf(step) > 0 && step.recv?.includes('"fromQueue":true') === isQueued,
  );
  return found && timeOf(found);
}

/** What the log of `history` holds at its end: this server keeps the last three messages. */
const KEPT_HERE = {
  m2: { data: `{"i":5,"t":"it's \\"5\\""}`, event: "m5", author: ',"user_id":12' },
  m3: { data: '"text"', event: "s", author: ',"user_id":12' },
  // From SQL: without an author, and still escaped as it was typed.
  m4: { data: String.raw`{\"from\":\"cometql\"}`, event: "cq", author: "" },
};

/**
 * Excused in `history`: the database of the real server chose among the messages of one second and
 * kept the second, the third and the fourth of seven in a log of three. What this server keeps
 * instead must have the form of the recorded frames.
 */
function trimmedByTheDatabase({ scenario }: Recording, recorded: string): string | undefined {
  if (scenario !== "history" || !recorded.includes('"fromQueue":true')) return undefined;
  const [, event] = /"event":"(m[234])"/.exec(recorded) ?? [];
  const kept = KEPT_HERE[event as keyof typeof KEPT_HERE];
  const expected = recorded
    .replace(/"data":"(?:\\.|[^"\\])*"/, () => `"data":${JSON.stringify(kept.data)}`)
    .replace(/("event(?:_name)?":)"m\d"/g, `$1"${kept.event}"`)
    .replace(',"user_id":12', kept.author);
  return cutLikeTheServer(expected);
}

function cutLikeTheServer(frame: string): string {
  const { length } = Buffer.from(frame);
  return length < 123 || length > 125 ? frame : frame.slice(0, 122).padEnd(length, NUL);
}
