import { defineExperiment } from "../experiment.js";
import { type FactorialParameters, factorialDefaults, factorialQuick, problem } from "./parameters.js";
import { question, rule, summarise } from "./summarise.js";
import { type FactorialTrial, trial } from "./trial.js";

/** Noise x gaming x work on a real network: is the combination more than the sum? */
export const factorial = defineExperiment<FactorialParameters, FactorialTrial>({
  name: "factorial",
  version: "1",
  question,
  rule,
  defaults: factorialDefaults,
  quick: factorialQuick,
  sampleSize: "seeds",
  problem,
  trials: (parameters) => parameters.seeds,
  trial,
  summarise,
});
