export type { AlarmEvidence, AlarmRecord } from "./alarms/alarm.js";
export { type AlarmStatus, type LifeCycleOptions, lifeCycle, type Notice } from "./alarms/life-cycle.js";
export { type AlarmRule, alarmRule, type RuleOutcome, type RuleState } from "./alarms/rule.js";
export { type AlarmRuleOptions, ruleSettings } from "./alarms/rule-settings.js";
export { wirings } from "./alarms/wiring.js";
export { difference, effectiveWork, periodRate } from "./drift/effective-work.js";
export { type Forecast, type ForecastOptions, forecastCrossing } from "./drift/forecast.js";
export type { TrendFilters, TrendNoise } from "./drift/kalman.js";
export { localLinearTrend, type TrendOptions, type TrendState } from "./drift/local-linear-trend.js";
export { type Reading, weightedSlope } from "./drift/slope.js";
export type { WindowFigures } from "./measured-window.js";
export {
  type Monitor,
  type MonitorOptions,
  type MonitorReport,
  type MonitorState,
  type MonitorStep,
  monitor,
  type WindowMeasure,
} from "./monitor.js";
export { remember, streamsOf, type WindowRecord } from "./record.js";
export {
  type Attribution,
  type AttributionOptions,
  attributeShift,
  type JudgedPeriod,
} from "./signatures/attribution.js";
export {
  type Candidate,
  type Diagnosis,
  diagnose,
  type Signature,
  signatures,
} from "./signatures/diagnose.js";
export type { Evidence } from "./signatures/evidence.js";
export { meanRate } from "./signatures/mean-rate.js";
export type { Streams } from "./signatures/streams.js";
export { type SignatureThresholds, signatureThresholds } from "./signatures/thresholds.js";
export {
  type Assessment,
  type CrossingForecast,
  type StabilityOptions,
  type StabilityState,
  stability,
} from "./stability.js";
export { standardError } from "./standard-error.js";
export type { WindowReport } from "./window-report.js";
export { type Counting, type CountingOptions, counting } from "./windows/counting.js";
export type { CountingState } from "./windows/ledger.js";
export type { Observation, Rejection, RejectionReason } from "./windows/observation.js";
export type { WindowCounts } from "./windows/sliding.js";
export type { Windowing } from "./windows/windowing.js";
