import type { Experiment } from "../experiment.js";
import { type ClosedLoopParameters, closedLoopDefaults, problem } from "./parameters.js";
import { question, rule, summarise } from "./summarise.js";
import { type ClosedLoopTrial, trial } from "./trial.js";

const name = "closed-loop";
const version = "2";

/** A real network drifts on a proxy objective under four policies; is its entropy held, and at what price? */
export const closedLoop: Experiment<ClosedLoopParameters, ClosedLoopTrial> = {
  name,
  version,
  question,
  rule,
  defaults: closedLoopDefaults,
  quick: { seeds: 2, alignmentSteps: 600, driftSteps: 300 },
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
