import type { Experiment } from "../experiment.js";
import { question, rule } from "./judge.js";
import { type FrontierParameters, frontierDefaults, frontierQuick, problem } from "./parameters.js";
import { summarise } from "./summarise.js";
import { type FrontierTrial, trial } from "./trial.js";

const name = "frontier";
const version = "1";

/** Every energy under every policy: entropy held against task loss. A trial is one seed of one learner. */
export const frontier: Experiment<FrontierParameters, FrontierTrial> = {
  name,
  version,
  question,
  rule,
  defaults: frontierDefaults,
  quick: frontierQuick,
  sampleSize: "seeds",
  problem,
  trials: ({ seeds, learners }) => seeds * learners.length,
  part: (p, index) => ({ ...p, learners: p.learners.slice(index % p.learners.length).slice(0, 1) }),
  trial,
  summarise: (parameters, seed, trials) => ({
    experiment: name,
    version,
    ...summarise(parameters, seed, trials),
  }),
};
