export { type Reading, weightedSlope } from "./drift/slope.js";
export {
  type Alarm,
  type MonitorOptions,
  type MonitorState,
  monitor,
  type Observation,
  type Report,
} from "./monitor.js";
export type { Divergence, WindowReport } from "./window-report.js";
