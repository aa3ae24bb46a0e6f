/*! comet-server-api 4.10.0, MIT: LICENSES.txt */
import{L as a}from"./comet-api.js";export{B as Base64,c as createTabSignal}from"./comet-api.js";const o=a;export{o as LegacyApi};
//# sourceMappingURL=legacy.js.map
