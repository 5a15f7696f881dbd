import { calibrateEntropy } from "./calibrate-entropy.js";
import { closedLoop } from "./closed-loop.js";
import { factorial } from "./factorial.js";
import { failureSignatures } from "./failure-signatures.js";
import { frontier } from "./frontier.js";
import { gridworldAgents } from "./gridworld-agents.js";
import { lambdaBracket } from "./lambda-bracket.js";
import { languageModelDrift } from "./language-model-drift.js";
import { nonGradient } from "./non-gradient.js";
import { perturbation } from "./perturbation.js";
import { realStreams } from "./real-streams.js";
import { reproduce } from "./reproduce.js";
import { scaling } from "./scaling.js";
import { tauBench } from "./tau-bench.js";
import { validateLambda } from "./validate-lambda.js";
import type { ExperimentView } from "./view.js";
import { wikispeedia } from "./wikispeedia.js";

/** The views of experiments, by name; an experiment without one has a page of the general parts. */
const views: readonly ExperimentView[] = [
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
  reproduce,
  scaling,
  tauBench,
  validateLambda,
  wikispeedia,
];

const byName: ReadonlyMap<string, ExperimentView> = new Map(views.map((view) => [view.experiment, view]));

const general = (experiment: string): ExperimentView => ({
  experiment,
  verdicts: {},
  key: [],
  figureName: () => undefined,
  sections: () => [],
  limits: [],
});

export const viewOf = (experiment: string): ExperimentView => byName.get(experiment) ?? general(experiment);
