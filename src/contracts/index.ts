export {
  type Band,
  type ClosedLoopResult,
  closedLoopResultSchema,
  type PolicySeries,
} from "./closed-loop.js";
export { estimateSchema } from "./estimate.js";
export { type ExperimentResult, experimentResultSchema, type Figure, figureSchema } from "./experiment.js";
export { type Divergence, type MeasureResult, measureResultSchema } from "./measure.js";
export {
  type Claim,
  claimSchema,
  type ReproduceResult,
  reproduceResultSchema,
  verdictSchema,
} from "./reproduce.js";
