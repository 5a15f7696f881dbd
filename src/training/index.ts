export type { Architecture } from "./architectures/architecture.js";
export { type CnnOptions, cnn } from "./architectures/cnn.js";
export { type ImportedClassifier, onnxClassifier } from "./architectures/imported.js";
export { type LayerSizes, mlp } from "./architectures/mlp.js";
export { sequenceClassifier } from "./architectures/sequence-classifier.js";
export { type TransformerOptions, transformer } from "./architectures/transformer.js";
export {
  type ConflictInputs,
  CueConflict,
  type CueConflictOptions,
  CueConflictTask,
} from "./cue-conflict.js";
export {
  Curvature,
  type CurvatureOptions,
  type DataBatch,
} from "./curvature/curvature.js";
export { bernoulli, categorical, gaussian, type Likelihood, type Loss } from "./curvature/likelihood.js";
export type { Model, Outputs } from "./curvature/products.js";
export { Diverged, type Divergence, untilDiverged } from "./divergence.js";
export { type ElasticOptions, elastic } from "./energies/elastic.js";
export type {
  Energy,
  EnergyCost,
  EnergyForm,
  EnergyValue,
  Predictor,
  ReferenceModel,
  WorkStep,
} from "./energies/energy.js";
export { fisherDiagonal } from "./energies/fisher-diagonal.js";
export {
  cueKey,
  type GoalEntropyOptions,
  type GoalInputs,
  type GoalShares,
  goalEntropy,
  membershipShares,
} from "./energies/goal-entropy.js";
export { type KlOptions, kl } from "./energies/kl.js";
export { l2 } from "./energies/l2.js";
export type { Evolution, Generation } from "./evolution/evolution.js";
export {
  type EvolutionStrategyOptions,
  evolutionStrategy,
  type StrategyState,
} from "./evolution/evolution-strategy.js";
export { type GeneticAlgorithmOptions, geneticAlgorithm } from "./evolution/genetic-algorithm.js";
export { populationLosses } from "./evolution/population-loss.js";
export { type GoalMeasurement, goalDistribution } from "./goal-distribution.js";
export {
  type BehaviourDistribution,
  behaviourDistribution,
} from "./instruction-language/behaviour-distribution.js";
export { corpusBatch, responder } from "./instruction-language/corpus.js";
export {
  type Behaviour,
  behaviours,
  type Completion,
  completionsOf,
  outcomes,
  parse,
  type Reading,
  type ResponseMix,
  respond,
} from "./instruction-language/grammar.js";
export {
  InstructionLanguage,
  type InstructionLanguageOptions,
  type Prompt,
} from "./instruction-language/language.js";
export {
  type Batch,
  type Examples,
  type Inputs,
  Learner,
  type LearnerOptions,
  type StepRates,
} from "./learner.js";
export { MarkovLanguage, type MarkovLanguageOptions } from "./markov-language.js";
export {
  type NamedTensor,
  ParameterLayout,
  type ParameterTensors,
  type Traced,
} from "./parameters.js";
export {
  type Advantages,
  type AgentOptions,
  type AgentSnapshot,
  type EpisodicTask,
  episodeTotals,
  generalisedAdvantages,
  type Observations,
  type Outcome,
  oneHotObservations,
  type Play,
  PolicyGradientAgent,
  playEpisodes,
  type Rollouts,
  type TabularTaskOptions,
  tabularTask,
  type Update,
} from "./policy-gradient/index.js";
export { logProbabilities, type SampledCompletion, sampleCompletions } from "./sampling/completions.js";
export { continuation, continuations, type Text, textInputs } from "./sampling/continuation.js";
export { leaveOneOutAdvantages } from "./sampling/policy-gradient.js";
export { TokenCueConflictTask } from "./token-cue-conflict.js";
