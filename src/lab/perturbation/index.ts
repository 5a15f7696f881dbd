import type { Experiment } from "../experiment.js";
import {
  type PerturbationParameters,
  partOf,
  perturbationDefaults,
  perturbationQuick,
  problem,
  trialsOf,
} from "./parameters.js";
import { question, rule, summarise } from "./summarise.js";
import { type PerturbationTrial, trial } from "./trial.js";

const name = "perturbation";
const version = "1";

/** Three learners and three models under more and more work: is there a transition, where, and what does it cost? */
export const perturbation: Experiment<PerturbationParameters, PerturbationTrial> = {
  name,
  version,
  question,
  rule,
  defaults: perturbationDefaults,
  quick: perturbationQuick,
  sampleSize: "seeds",
  problem,
  trials: (parameters) => trialsOf(parameters).length,
  part: partOf,
  trial,
  summarise: (parameters, seed, trials) => ({
    experiment: name,
    version,
    ...summarise(parameters, seed, trials),
  }),
};
