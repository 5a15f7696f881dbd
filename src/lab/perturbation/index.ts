import { defineExperiment } from "../experiment.js";
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

/** Three learners and three models under more and more work: is there a transition, where, and what does it cost? */
export const perturbation = defineExperiment<PerturbationParameters, PerturbationTrial>({
  name: "perturbation",
  version: "1",
  question,
  rule,
  defaults: perturbationDefaults,
  quick: perturbationQuick,
  sampleSize: "seeds",
  problem,
  trials: (parameters) => trialsOf(parameters).length,
  part: partOf,
  trial,
  summarise,
});
