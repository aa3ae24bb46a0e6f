class Observers {
  constructor() {
    this.listeners = /* @__PURE__ */ new Map();
  }
  on(event, listener) {
    const listeners = this.listeners.get(event) ?? /* @__PURE__ */ new Set();
    const own = (value) => listener(value);
    this.listeners.set(event, listeners.add(own));
    return () => void listeners.delete(own);
  }
  emit(event, value) {
    for (const listener of [...this.listeners.get(event) ?? []]) {
      listener(value);
    }
  }
}

export { Observers };
//# sourceMappingURL=observers.js.map
