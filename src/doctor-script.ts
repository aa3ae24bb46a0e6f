import { doctor, type Patient } from "./doctor/doctor";
import type { PageGlobals } from "./legacy/page-globals";

/** `CometServerApi.doctor.js`, to be loaded after the script file: `cometApi.doctor()`. */
const { cometApi, cometServerApi } = window as PageGlobals;

// The original has these names, too: if it was loaded first, they are the original's.
if (!cometServerApi || !("inspect" in Object(cometApi)))
  throw new Error(
    "CometServerApi.doctor.js has to be loaded after the CometServerApi.js of its package, and without the original",
  );
Object.assign(cometServerApi.prototype as object, {
  doctor(this: Patient) {
    return doctor(this);
  },
});
