import type { Experiment } from "../experiment.js";
import { type CalibrateEntropyParameters, calibrateEntropyDefaults, problem } from "./parameters.js";
import { question, rule, summarise } from "./summarise.js";
import { type CellTally, trial } from "./trial.js";

const name = "calibrate-entropy";
const version = "1";

/** Synthetic populations with known goals: are the intervals of S right as often as they say? */
export const calibrateEntropy: Experiment<CalibrateEntropyParameters, readonly CellTally[]> = {
  name,
  version,
  question,
  rule,
  defaults: calibrateEntropyDefaults,
  problem,
  trials: (parameters) => parameters.trials,
  trial,
  summarise: (parameters, seed, trials) => ({
    experiment: name,
    version,
    ...summarise(parameters, seed, trials),
  }),
};
