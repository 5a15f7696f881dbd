export {
  type CalibrateEntropyResult,
  type CalibrationCell,
  calibrateEntropyResultSchema,
} from "./calibrate-entropy.js";
export { type Chart, type ChartPanel, type ChartPoint, chartSchema } from "./chart.js";
export {
  type Band,
  type ClosedLoopResult,
  closedLoopResultSchema,
  type PolicySeries,
} from "./closed-loop.js";
export { confusionFileSchema } from "./confusion-file.js";
export type { EpisodeRecord } from "./episode.js";
export { estimateSchema } from "./estimate.js";
export {
  type ExperimentResult,
  experimentResultSchema,
  type Figure,
  type Finding,
  figureSchema,
  findingSchema,
  reportableResultSchema,
} from "./experiment.js";
export { type FisherResult, fisherResultSchema } from "./fisher.js";
export { type GoalFile, goalFileSchema } from "./goal-file.js";
export {
  type LambdaBracketCell,
  type LambdaBracketResult,
  lambdaBracketResultSchema,
} from "./lambda-bracket.js";
export {
  type CrossCheck,
  type Divergence,
  type GoalShare,
  type MeasureResult,
  type MeasureWindow,
  measureResultSchema,
} from "./measure.js";
export type { NavigationData, NavigationPath } from "./navigation.js";
export {
  type Claim,
  claimSchema,
  type ReproduceResult,
  reproduceResultSchema,
  verdictSchema,
} from "./reproduce.js";
export {
  type TauBenchResult,
  type TauBenchRun,
  type TauBenchTask,
  tauBenchResultSchema,
} from "./tau-bench.js";
export type { Transcript, TranscriptMessage, TranscriptToolCall } from "./transcript.js";
export {
  type LambdaCell,
  type LambdaPoint,
  type ValidateLambdaResult,
  validateLambdaResultSchema,
} from "./validate-lambda.js";
export {
  type ReliabilityBin,
  type WikispeediaResult,
  type WikispeediaStage,
  wikispeediaResultSchema,
} from "./wikispeedia.js";
export { type WorldFile, worldFileSchema } from "./world-file.js";
