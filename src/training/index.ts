export { type ConflictInputs, type CueConflictOptions, CueConflictTask } from "./cue-conflict.js";
export { type GoalMeasurement, goalDistribution } from "./goal-distribution.js";
export { startExecution } from "./jax.js";
export { type Batch, MlpLearner, type StepRates } from "./learner.js";
export { heInitialisation, type LayerSizes, parameterCount } from "./mlp.js";
