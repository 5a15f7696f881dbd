export { type ConflictInputs, type CueConflictOptions, CueConflictTask } from "./cue-conflict.js";
export { type GoalMeasurement, goalDistribution } from "./goal-distribution.js";
export { type Batch, type LearnerOptions, MlpLearner, type StepRates } from "./learner.js";
export { heInitialisation, type LayerSizes, parameterCount } from "./mlp.js";
