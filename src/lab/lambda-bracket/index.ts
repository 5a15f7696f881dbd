import { defineExperiment } from "../experiment.js";
import { type LambdaBracketParameters, lambdaBracketDefaults, problem } from "./parameters.js";
import { question, rule, summarise } from "./summarise.js";
import { type Replication, trial } from "./trial.js";

/** Gradient samples with known lambda_max: does the interval hold it as often as it says? */
export const lambdaBracket = defineExperiment<LambdaBracketParameters, Replication[][]>({
  name: "lambda-bracket",
  version: "2",
  question,
  rule,
  defaults: lambdaBracketDefaults,
  quick: { replications: 20, trials: 4, rows: [32, 64] },
  sampleSize: "replications",
  problem,
  trials: (parameters) => parameters.trials,
  trial,
  summarise,
});
