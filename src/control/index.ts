export { constant } from "./constant.js";
export { type CriticalOptions, type CriticalState, critical } from "./critical.js";
export { type AlignmentEnergy, l2Energy } from "./energy.js";
export { type FeedbackOptions, type FeedbackState, feedback } from "./feedback.js";
export type { Bounded, Decision, Measurement, Policy } from "./policy.js";
