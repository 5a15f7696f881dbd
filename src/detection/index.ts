export { type CusumOptions, type CusumState, cusum } from "./cusum.js";
export type { Detection, Detector } from "./detector.js";
