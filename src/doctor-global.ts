import { doctor } from "./doctor";
import type { PageGlobals } from "./page-globals";

/** `CometServerApi.doctor.js`, to be loaded after the script file: adds `cometApi.doctor()`. */
const { cometApi } = window as PageGlobals;

if (!cometApi) throw new Error("Load CometServerApi.js before CometServerApi.doctor.js");
Object.assign(cometApi, { doctor: () => doctor(cometApi) });
