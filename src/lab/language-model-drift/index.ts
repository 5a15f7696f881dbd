import { defineExperiment } from "../experiment.js";
import { question, rule } from "./findings.js";
import { type DriftParameters, driftDefaults, problem } from "./parameters.js";
import { summarise } from "./summarise.js";
import { type DriftTrial, trial } from "./trial.js";

/** A transformer is fine-tuned on a proxy reward, with and without alignment work: does its entropy rise, and is it held? */
export const languageModelDrift = defineExperiment<DriftParameters, DriftTrial>({
  name: "language-model-drift",
  version: "1",
  question,
  rule,
  defaults: driftDefaults,
  quick: {
    seeds: 2,
    width: 16,
    heads: 2,
    blocks: 1,
    baseSteps: 250,
    coolSteps: 25,
    tuneSteps: 50,
    completions: 200,
  },
  sampleSize: "seeds",
  problem,
  trials: ({ seeds }) => seeds,
  trial,
  summarise,
});
