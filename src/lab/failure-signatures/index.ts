import { defineExperiment } from "../experiment.js";
import {
  type FailureSignaturesParameters,
  failureSignaturesDefaults,
  partOf,
  problem,
  trialsOf,
} from "./parameters.js";
import { question, rule, summarise } from "./summarise.js";
import { type FailureSignaturesTrial, trial } from "./trial.js";

/** Runs that fail in known ways, by the scalar law and by networks: does the monitor name the way? */
export const failureSignatures = defineExperiment<FailureSignaturesParameters, FailureSignaturesTrial>({
  name: "failure-signatures",
  version: "2",
  question,
  rule,
  defaults: failureSignaturesDefaults,
  quick: { runs: 20, learnerShare: 0.1 },
  sampleSize: "runs",
  problem,
  trials: trialsOf,
  part: partOf,
  trial,
  summarise,
});
