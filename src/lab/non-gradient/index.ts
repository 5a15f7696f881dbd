import { defineExperiment } from "../experiment.js";
import { type NonGradientParameters, nonGradientDefaults, problem } from "./parameters.js";
import { question, rule, summarise } from "./summarise.js";
import { type NonGradientTrial, trial } from "./trial.js";

/** Evolution in place of gradients: does S rise, and does selection for the intended goal hold it? */
export const nonGradient = defineExperiment<NonGradientParameters, NonGradientTrial>({
  name: "non-gradient",
  version: "1",
  question,
  rule,
  defaults: nonGradientDefaults,
  quick: { seeds: 3, generations: 120, shares: [0, 0.5] },
  sampleSize: "seeds",
  problem,
  trials: (parameters) => parameters.seeds,
  trial,
  summarise,
});
