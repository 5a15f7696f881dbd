import { defineExperiment } from "../experiment.js";
import { type ClosedLoopParameters, closedLoopDefaults, problem } from "./parameters.js";
import { question, rule, summarise } from "./summarise.js";
import { type ClosedLoopTrial, trial } from "./trial.js";

export { type Answer, checkLabels, type LabelCheck } from "./answers.js";
export type { Checkpoint, ClosedLoopHappening, DriftBegan } from "./happening.js";
export type { ClosedLoopParameters } from "./parameters.js";
export { policies } from "./policies.js";
export { driftAlarm } from "./trial.js";

/** A real network drifts on a proxy objective under four policies; is its entropy held, and at what price? */
export const closedLoop = defineExperiment<ClosedLoopParameters, ClosedLoopTrial>({
  name: "closed-loop",
  version: "2",
  question,
  rule,
  defaults: closedLoopDefaults,
  quick: { seeds: 2, alignmentSteps: 600, driftSteps: 300 },
  sampleSize: "seeds",
  problem,
  trials: (parameters) => parameters.seeds,
  trial,
  summarise,
});
