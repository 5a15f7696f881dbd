import { defineExperiment } from "../experiment.js";
import {
  type CalibrateEntropyParameters,
  calibrateEntropyDefaults,
  partOf,
  problem,
  trialsOf,
} from "./parameters.js";
import { question, rule, summarise } from "./summarise.js";
import { type CellTally, trial } from "./trial.js";

/** Synthetic populations with known goals: are the intervals of S right as often as they say? */
export const calibrateEntropy = defineExperiment<CalibrateEntropyParameters, CellTally>({
  name: "calibrate-entropy",
  version: "1",
  question,
  rule,
  defaults: calibrateEntropyDefaults,
  quick: {
    goals: [2, 5],
    episodes: [30, 100],
    beta: [4],
    populations: ["drawn"],
    replications: 60,
    batch: 20,
  },
  sampleSize: "replications",
  problem,
  trials: trialsOf,
  part: partOf,
  trial,
  summarise,
});
