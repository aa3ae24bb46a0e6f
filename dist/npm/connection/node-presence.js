import { originOf } from '../protocol/cluster.js';
import { contentOf } from '../protocol/identity.js';

const MAX_VISITORS = 1e4;
class NodePresence {
  /** @param _count how many nodes there are. */
  constructor(_count) {
    this._count = _count;
    this._visitors = /* @__PURE__ */ new Map();
  }
  /**
   * Whether the page is to hear a presence event.
   * @param node the one that has told it.
   * @param open all nodes that can be heard, that one included.
   */
  isNews(node, message, open) {
    const source = this._sourceOf(node, message);
    if (source !== node && open.length === this._count) return false;
    const visitor = this._visitor(message);
    const isEntering = enters(message);
    if (source !== void 0)
      if (isEntering) visitor.nodes.add(source);
      else visitor.nodes.delete(source);
    const isThere = isEntering || visitor.nodes.size > 0;
    if (isThere === visitor.isThere) return false;
    visitor.isThere = isThere;
    return true;
  }
  /** The node cannot be heard any more. */
  close(node) {
    for (const { nodes } of this._visitors.values()) nodes.delete(node);
  }
  _sourceOf(node, message) {
    if (originOf(message) === "here") return node;
    return this._count === 2 ? 1 - node : void 0;
  }
  _visitor(message) {
    const { channel, data } = message;
    const who = channel.startsWith("track_") ? data : "";
    const name = contentOf({ channel, event: "", data: who });
    const known = this._visitors.get(name);
    if (known) return known;
    if (this._visitors.size >= MAX_VISITORS) this._visitors.clear();
    const visitor = { isThere: !enters(message), nodes: /* @__PURE__ */ new Set() };
    this._visitors.set(name, visitor);
    return visitor;
  }
}
function enters({ event }) {
  return event === "online" || event === "subscription";
}

export { NodePresence };
//# sourceMappingURL=node-presence.js.map
