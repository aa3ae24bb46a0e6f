import { originOf } from "../protocol/cluster";
import { contentOf } from "../protocol/identity";
import type { FrameMessage } from "../protocol/messages";

/** Visitors that are remembered: of one who is forgotten, the next event counts as news. */
const MAX_VISITORS = 10_000;

/** A visitor of a channel. */
interface Visitor {
  isThere: boolean;
  /** The nodes that are known to have him. */
  nodes: Set<number>;
}

/**
 * Whether a visitor is there, on any node. Each node tells of its own connections, and of those of
 * other nodes a part: the page hears once that a visitor came, and that he left when no node that it
 * knows of has him.
 */
export class NodePresence {
  private readonly _visitors = new Map<string, Visitor>();

  /** @param _count how many nodes there are. */
  constructor(private readonly _count: number) {}

  /**
   * Whether the page is to hear a presence event.
   * @param node the one that has told it.
   * @param open all nodes that can be heard, that one included.
   */
  isNews(node: number, message: FrameMessage, open: readonly number[]): boolean {
    const source = this._sourceOf(node, message);
    // All nodes can be heard: the one that has the visitor tells it, too.
    if (source !== node && open.length === this._count) return false;
    const visitor = this._visitor(message);
    const isEntering = enters(message);
    if (source !== undefined)
      if (isEntering) visitor.nodes.add(source);
      else visitor.nodes.delete(source);
    const isThere = isEntering || visitor.nodes.size > 0;
    if (isThere === visitor.isThere) return false;
    visitor.isThere = isThere;
    return true;
  }

  /** The node cannot be heard any more. */
  close(node: number): void {
    for (const { nodes } of this._visitors.values()) nodes.delete(node);
  }

  private _sourceOf(node: number, message: FrameMessage): number | undefined {
    if (originOf(message) === "here") return node;
    return this._count === 2 ? 1 - node : undefined;
  }

  private _visitor(message: FrameMessage): Visitor {
    const { channel, data } = message;
    const who = channel.startsWith("track_") ? data : "";
    const name = contentOf({ channel, event: "", data: who });
    const known = this._visitors.get(name);
    if (known) return known;
    if (this._visitors.size >= MAX_VISITORS) this._visitors.clear();
    // Not known yet: both events are news.
    const visitor = { isThere: !enters(message), nodes: new Set<number>() };
    this._visitors.set(name, visitor);
    return visitor;
  }
}

/** Whether a visitor comes; else he leaves. */
function enters({ event }: FrameMessage): boolean {
  return event === "online" || event === "subscription";
}
