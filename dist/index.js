/*! comet-server-api 4.10.0, MIT: LICENSES.txt */
import{C as o}from"./comet-api.js";export{a as CometError}from"./comet-api.js";const r=/* @__PURE__ */new o,t=o;export{t as CometApi,r as cometApi};
//# sourceMappingURL=index.js.map
