import type { Experiment } from "../experiment.js";
import { problem, type ValidateLambdaParameters, validateLambdaDefaults } from "./parameters.js";
import { question, rule, summarise } from "./summarise.js";
import { trial, type ValidateLambdaTrial } from "./trial.js";

const name = "validate-lambda";
const version = "2";

/** Is lambda_max what the paper assumes it to be, along the training of three architectures? */
export const validateLambda: Experiment<ValidateLambdaParameters, ValidateLambdaTrial> = {
  name,
  version,
  question,
  rule,
  defaults: validateLambdaDefaults,
  problem,
  trials: (parameters) => parameters.seeds,
  trial,
  summarise: (parameters, seed, trials) => ({
    experiment: name,
    version,
    ...summarise(parameters, seed, trials),
  }),
};
