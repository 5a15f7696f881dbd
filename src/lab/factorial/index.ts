import type { Experiment } from "../experiment.js";
import { type FactorialParameters, factorialDefaults, factorialQuick, problem } from "./parameters.js";
import { question, rule, summarise } from "./summarise.js";
import { type FactorialTrial, trial } from "./trial.js";

const name = "factorial";
const version = "1";

/** Noise x gaming x work on a real network: is the combination more than the sum? */
export const factorial: Experiment<FactorialParameters, FactorialTrial> = {
  name,
  version,
  question,
  rule,
  defaults: factorialDefaults,
  quick: factorialQuick,
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
