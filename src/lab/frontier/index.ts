import { defineExperiment } from "../experiment.js";
import { question, rule } from "./judge.js";
import { type FrontierParameters, frontierDefaults, frontierQuick, problem } from "./parameters.js";
import { summarise } from "./summarise.js";
import { type FrontierTrial, trial } from "./trial.js";

/** Every energy under every policy: entropy held against task loss. A trial is one seed of one learner. */
export const frontier = defineExperiment<FrontierParameters, FrontierTrial>({
  name: "frontier",
  version: "1",
  question,
  rule,
  defaults: frontierDefaults,
  quick: frontierQuick,
  sampleSize: "seeds",
  problem,
  trials: ({ seeds, learners }) => seeds * learners.length,
  part: (p, index) => ({ ...p, learners: p.learners.slice(index % p.learners.length).slice(0, 1) }),
  trial,
  summarise,
});
