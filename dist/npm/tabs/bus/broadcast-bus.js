class BroadcastBus {
  /** @throws if the browser has no BroadcastChannel. */
  constructor(name, onMessage) {
    this._channel = new BroadcastChannel(name);
    this._channel.onmessage = ({ data }) => onMessage(data);
  }
  post(message) {
    this._channel.postMessage(message);
  }
  close() {
    this._channel.close();
  }
}

export { BroadcastBus };
//# sourceMappingURL=broadcast-bus.js.map
