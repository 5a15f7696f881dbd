import type { Experiment } from "../experiment.js";
import { type LambdaBracketParameters, lambdaBracketDefaults, problem } from "./parameters.js";
import { question, rule, summarise } from "./summarise.js";
import { type Replication, trial } from "./trial.js";

const name = "lambda-bracket";
const version = "2";

/** Gradient samples with known lambda_max: does the interval hold it as often as it says? */
export const lambdaBracket: Experiment<LambdaBracketParameters, Replication[][]> = {
  name,
  version,
  question,
  rule,
  defaults: lambdaBracketDefaults,
  quick: { replications: 20, trials: 4, rows: [32, 64] },
  sampleSize: "replications",
  problem,
  trials: (parameters) => parameters.trials,
  trial,
  summarise: (parameters, seed, trials) => ({
    experiment: name,
    version,
    ...summarise(parameters, seed, trials),
  }),
};
