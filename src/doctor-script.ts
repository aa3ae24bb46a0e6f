import { doctor, type Patient } from "./doctor/doctor";
import type { PageGlobals } from "./legacy/page-globals";
import { Logger } from "./platform/console";

/** `CometServerApi.doctor.js`, to be loaded after the script file: `cometApi.doctor()`. */
const { cometApi, cometServerApi } = window as PageGlobals;

if (cometServerApi && "inspect" in Object(cometApi))
  Object.assign(cometServerApi.prototype as object, {
    doctor(this: Patient) {
      return doctor(this);
    },
  });
// An original was loaded, too, and has taken these names: the doctor says so when it is asked.
else if (cometApi) Object.assign(cometApi, { doctor: () => doctor(cometApi) });
else new Logger().error("load CometServerApi.doctor.js after the CometServerApi.js of its package");
