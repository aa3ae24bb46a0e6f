import { contractTests } from "../browser/contract-suite";

contractTests("CometServerApi.js", "3");
