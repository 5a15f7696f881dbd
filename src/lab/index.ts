import { calibrateEntropy } from "./calibrate-entropy/index.js";
import { closedLoop } from "./closed-loop/index.js";
import type { DataExperiment, Experiment } from "./experiment.js";
import { factorial } from "./factorial/index.js";
import { failureSignatures } from "./failure-signatures/index.js";
import { frontier } from "./frontier/index.js";
import { gridworldAgents } from "./gridworld-agents/index.js";
import { lambdaBracket } from "./lambda-bracket/index.js";
import { languageModelDrift } from "./language-model-drift/index.js";
import { nonGradient } from "./non-gradient/index.js";
import { perturbation } from "./perturbation/index.js";
import { realStreams } from "./real-streams/index.js";
import { reproduceExperiment } from "./reproduce-experiment.js";
import { scaling } from "./scaling/index.js";
import { tauBench } from "./tau-bench/index.js";
import { validateLambda } from "./validate-lambda/index.js";
import { wikispeedia } from "./wikispeedia/index.js";

export {
  type Answer,
  type Checkpoint,
  type ClosedLoopHappening,
  type ClosedLoopParameters,
  checkLabels,
  closedLoop,
  type DriftBegan,
  driftAlarm,
  type LabelCheck,
  policies,
} from "./closed-loop/index.js";
export {
  type Context,
  type DataExperiment,
  type Experiment,
  type ExperimentDescription,
  type Parameters,
  type Progress,
  runExperiment,
  runTrial,
  trialSeed,
} from "./experiment.js";
export { NotEnoughData } from "./not-enough-data.js";
export { reproduce } from "./reproduce.js";

/** Every experiment of the laboratory, by name. */
export const experiments: ReadonlyMap<string, Experiment | DataExperiment> = new Map(
  [
    calibrateEntropy,
    closedLoop,
    factorial,
    failureSignatures,
    frontier,
    gridworldAgents,
    lambdaBracket,
    languageModelDrift,
    nonGradient,
    perturbation,
    realStreams,
    reproduceExperiment,
    scaling,
    tauBench,
    validateLambda,
    wikispeedia,
  ].map((experiment) => [experiment.name, experiment as unknown as Experiment]),
);
