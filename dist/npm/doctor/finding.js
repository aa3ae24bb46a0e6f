const ok = (text) => ({ level: "ok", text });
const hint = (text) => ({ level: "hint", text });
const problem = (text) => ({ level: "problem", text });

export { hint, ok, problem };
//# sourceMappingURL=finding.js.map
