import type { Experiment } from "../experiment.js";
import { type NonGradientParameters, nonGradientDefaults, problem } from "./parameters.js";
import { question, rule, summarise } from "./summarise.js";
import { type NonGradientTrial, trial } from "./trial.js";

const name = "non-gradient";
const version = "1";

/** Evolution in place of gradients: does S rise, and does selection for the intended goal hold it? */
export const nonGradient: Experiment<NonGradientParameters, NonGradientTrial> = {
  name,
  version,
  question,
  rule,
  defaults: nonGradientDefaults,
  quick: { seeds: 3, generations: 120, shares: [0, 0.5] },
  sampleSize: "seeds",
  problem,
  trials: (parameters) => parameters.seeds,
  trial,
  summarise: (parameters, seed, trials) => ({
    experiment: name,
    version,
    ...summarise(parameters, seed, trials),
  }),
};
