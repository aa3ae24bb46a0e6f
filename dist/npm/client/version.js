const VERSION = "4.10.0";

export { VERSION };
//# sourceMappingURL=version.js.map
