/** A running server with its port. */
import type { CoreParts } from "./core/controls";
import { Controls } from "./core/controls";
import type { Gateway } from "./gateway";
import type { TcpPort } from "./listen";
import { nodeName } from "./listen";
import type { Settings } from "./options";
import type { DevServer } from "./types";

export interface Parts extends CoreParts {
  readonly settings: Settings;
  readonly entrance: Gateway;
  readonly port: TcpPort;
}

export class RunningServer extends Controls implements DevServer {
  readonly port: number;
  readonly host: string;
  readonly node: string;
  readonly address: string;
  private closing: Promise<void> | undefined;

  constructor(private readonly parts: Parts) {
    super(parts);
    this.port = parts.port.number;
    this.host = parts.settings.host;
    this.node = nodeName(this.host, this.port);
    this.address = `http://${this.node}`;
  }

  close(): Promise<void> {
    this.closing ??= this.stop();
    return this.closing;
  }

  /** False after {@link kill} and {@link close}. */
  get isRunning(): boolean {
    return this.parts.port.isOpen;
  }

  /**
   * Ends as a crash does. Neither clients nor other nodes are told anything: the port is cut first,
   * and silent connections write none of the frames that tell clients who has left.
   */
  kill(): void {
    this.parts.port.cut();
    this.goSilent();
    this.cutConnections();
  }

  /** Runs again after {@link kill}, with all that the database held. */
  revive(): void {
    this.parts.port.restore();
  }

  private stop(): Promise<void> {
    this.cutConnections();
    return this.parts.port.close();
  }

  private cutConnections(): void {
    this.closeConnections();
    this.parts.entrance.close();
  }
}
