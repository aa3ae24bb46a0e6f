import { contractTests } from "./contract-suite";

contractTests("CometServerApi.min.js", "current");
