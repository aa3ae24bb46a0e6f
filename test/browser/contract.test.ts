import { contractTests } from "./contract-suite";

contractTests("CometServerApi.js", "3");
