const NO_PEERS = { forward: () => void 0, countMembers: () => 0 };

export { NO_PEERS };
//# sourceMappingURL=peers.js.map
