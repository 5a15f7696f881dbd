export { difference, effectiveWork, periodRate } from "./drift/effective-work.js";
export { type Forecast, type ForecastOptions, forecastCrossing } from "./drift/forecast.js";
export type { TrendFilters, TrendNoise } from "./drift/kalman.js";
export { localLinearTrend, type TrendOptions, type TrendState } from "./drift/local-linear-trend.js";
export { type Reading, weightedSlope } from "./drift/slope.js";
export {
  type Alarm,
  type MonitorOptions,
  type MonitorState,
  monitor,
  type Observation,
  type Report,
} from "./monitor.js";
export type { WindowReport } from "./window-report.js";
