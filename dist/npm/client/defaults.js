const DEMO_NODE = "app.comet-server.ru";
const SCRIPT_DEFAULTS = { node: DEMO_NODE, queueDelay: 1200 };

export { DEMO_NODE, SCRIPT_DEFAULTS };
//# sourceMappingURL=defaults.js.map
