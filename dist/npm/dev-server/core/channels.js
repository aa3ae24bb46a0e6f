class Channels {
  constructor() {
    this.byName = /* @__PURE__ */ new Map();
  }
  join(name, member) {
    const members = this.byName.get(name) ?? /* @__PURE__ */ new Set();
    this.byName.set(name, members.add(member));
  }
  leave(name, member) {
    const members = this.byName.get(name);
    if (members?.delete(member) && members.size === 0) this.byName.delete(name);
  }
  /** Returns the members of a channel, in the order in which they joined. */
  members(name) {
    return [...this.byName.get(name) ?? []];
  }
}

export { Channels };
//# sourceMappingURL=channels.js.map
