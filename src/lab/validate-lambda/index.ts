import { defineExperiment } from "../experiment.js";
import { problem, type ValidateLambdaParameters, validateLambdaDefaults } from "./parameters.js";
import { question, rule, summarise } from "./summarise.js";
import { trial, type ValidateLambdaTrial } from "./trial.js";

/** Is lambda_max what the paper assumes it to be, along the training of three architectures? */
export const validateLambda = defineExperiment<ValidateLambdaParameters, ValidateLambdaTrial>({
  name: "validate-lambda",
  version: "2",
  question,
  rule,
  defaults: validateLambdaDefaults,
  quick: {
    seeds: 2,
    mlpWidths: [32],
    mlpRates: [0.1],
    cnnWidths: [4],
    cnnRates: [0.1],
    transformerWidths: [16],
    transformerRates: [0.2],
    learningSteps: 60,
    shiftedSteps: 60,
    measureEvery: 20,
    curvatureExamples: 128,
    curvatureTexts: 8,
  },
  sampleSize: "seeds",
  problem,
  trials: (parameters) => parameters.seeds,
  trial,
  summarise,
});
