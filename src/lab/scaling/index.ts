import { defineExperiment } from "../experiment.js";
import { partOf, problem, type ScalingParameters, scalingDefaults, trialCells } from "./parameters.js";
import { question, rule, summarise } from "./summarise.js";
import { type ScalingTrial, trial } from "./trial.js";

/** Does gamma_crit = (lambda_max / 2) ln N predict the least work that holds S, from a thousand parameters to a million? */
export const scaling = defineExperiment<ScalingParameters, ScalingTrial>({
  name: "scaling",
  version: "1",
  question,
  rule,
  defaults: scalingDefaults,
  quick: {
    seeds: 2,
    extraSeeds: 0,
    mlpWidths: [13, 40, 67],
    cnnWidths: [5, 10],
    transformerWidths: [8],
    driftSteps: 100,
    resolution: 1.5,
  },
  sampleSize: "seeds",
  problem,
  trials: (parameters) => trialCells(parameters).length,
  part: partOf,
  trial,
  summarise,
});
