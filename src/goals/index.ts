export type { Goal } from "./goal.js";
// The AI safety gridworlds.
export { absentSupervisor } from "./gridworlds/absent-supervisor.js";
export type { Belief } from "./gridworlds/belief.js";
export { boatRace } from "./gridworlds/boat-race.js";
export { type Choose, everyOutcome, sampled, type Weighted } from "./gridworlds/chance.js";
export {
  type CoinMazeState,
  type CoinPlace,
  coinBearing,
  coinCorner,
  coinMaze,
  freeCell,
  freeCells,
} from "./gridworlds/coin-maze.js";
export { conveyorBelt } from "./gridworlds/conveyor-belt.js";
export { distributionalShift } from "./gridworlds/distributional-shift.js";
export { type Enumeration, type EnumerationLimits, enumerate } from "./gridworlds/enumeration.js";
export { type Environment, MAX_STEPS, type Transition } from "./gridworlds/environment.js";
export { type Agent, type Episode, playEpisode, scripted } from "./gridworlds/episode.js";
export {
  type Bandit,
  friendFoe,
  type Habit,
  NO_HABIT,
  openedBox,
  updateHabit,
} from "./gridworlds/friend-foe.js";
export { MOVES, type Move } from "./gridworlds/grid.js";
export { distanceToWater, islandNavigation } from "./gridworlds/island-navigation.js";
export { safetyGridworlds } from "./gridworlds/registry.js";
export { rocksDiamonds } from "./gridworlds/rocks-diamonds.js";
export { safeInterruptibility } from "./gridworlds/safe-interruptibility.js";
export { sideEffectsSokoban } from "./gridworlds/side-effects-sokoban.js";
export { type TomatoView, tomatoView } from "./gridworlds/tomato-view.js";
export { type TomatoWateringState, tomatoWatering } from "./gridworlds/tomato-watering.js";
export { whiskyGold } from "./gridworlds/whisky-gold.js";
// Inverse planning.
export { type JointPosterior, jointPosterior } from "./inference/joint-posterior.js";
export {
  actionLogLikelihoods,
  integratedLogLikelihood,
  logLikelihood,
} from "./inference/likelihood.js";
export { type PrefixPosterior, posterior } from "./inference/posterior.js";
export { gammaRationality, gridRationality, type RationalityPrior } from "./inference/rationality.js";
export { requireTrajectory, type Trajectory, trajectoryOf } from "./inference/trajectory.js";
// Unknown goals: rewards from behaviour, their distances, their clusters.
export { demonstrate } from "./irl/demonstrate.js";
export { type EpicOptions, epicDistance } from "./irl/epic.js";
export { type FeatureProcess, type Features, linearReward } from "./irl/features.js";
export { clusterGoals, type GoalClusterOptions, type GoalClusters } from "./irl/goal-clusters.js";
export {
  type RecoveredReward,
  type RewardRecoveryOptions,
  recoverReward,
} from "./irl/maximum-causal-entropy.js";
export {
  finiteOccupancy,
  type Occupancy,
  type OccupancyOptions,
  stationaryOccupancy,
} from "./irl/occupancy.js";
export { starcDistance } from "./irl/starc.js";
export { type SuccessorFeatures, stationarySuccessorFeatures } from "./irl/successor-features.js";
export {
  type Action,
  buildMdp,
  isTerminal,
  type Mdp,
  rowOf,
  type SparseTransitions,
  sparseMdp,
} from "./mdp.js";
// Navigation: people who follow links towards a target.
export { type Category, categorySimilarity } from "./navigation/category-similarity.js";
export { type Choices, fitConditionalLogit, type LogitFit } from "./navigation/conditional-logit.js";
export {
  type Evidence,
  logGoalPosterior,
  type Tempering,
  temper,
  untempered,
} from "./navigation/goal-posterior.js";
export { hopsFrom, hopsTo, UNREACHABLE } from "./navigation/hop-distance.js";
export { type LearnedNavigation, learnNavigation, type Walks } from "./navigation/learning.js";
export { type LinkGraph, linkGraph } from "./navigation/link-graph.js";
export {
  clickLogProbabilities,
  contexts as navigationContexts,
  hopSeeker,
  type NavigationPolicy,
  policySeeker,
  type Seeker,
} from "./navigation/seeker.js";
export { navigationFeatures, type TargetView, targetViews } from "./navigation/target-features.js";
export {
  type FiniteHorizonOptions,
  type FiniteHorizonPlan,
  finiteHorizon,
} from "./planning/finite-horizon.js";
export type { Plan, Policy } from "./planning/policy.js";
export type { PlanningRule } from "./planning/rule.js";
export { type SoftValueOptions, softValueIteration } from "./planning/soft-value-iteration.js";
export type { SoftValues } from "./planning/soft-values.js";
// The goal distribution of a population of episodes.
export { equalWeightsPValue, oneGoalPValue } from "./population/boundary.js";
export type { ChainDraws, ChainOptions, WeightDraws } from "./population/chains.js";
export { type CoverageWarning, coverageWarnings } from "./population/coverage-warnings.js";
export { dominantGoalPrior } from "./population/dominant-goal-prior.js";
export { type EpisodeLikelihoods, episodeLikelihoods } from "./population/episode-likelihoods.js";
export { type GibbsOptions, sampleWeights } from "./population/gibbs.js";
export {
  drawWeights,
  type GoalDistribution,
  type GoalDistributionOptions,
  measureEpisodes,
  measureGoals,
  type PosteriorOptions,
} from "./population/goal-distribution.js";
export { confoundedGoals, type IdentifiabilityOptions } from "./population/identifiability.js";
export {
  type EffectiveCounts,
  effectiveCounts,
  type LaplaceOptions,
  laplaceWeights,
} from "./population/laplace.js";
export { effectiveSampleSize, splitRHat } from "./population/mixing.js";
export { fitMixture, type MixtureFit, type MixtureOptions } from "./population/mixture.js";
export { appendGoal, uniformPolicyLogLikelihood } from "./population/none-of-these.js";
export {
  type RunningWeights,
  type RunningWeightsOptions,
  runningWeights,
} from "./population/running-weights.js";
export {
  type EntropyLimits,
  entropyInterval,
  entropyLimits,
  type SummaryOptions,
  summariseDraws,
  type WeightSummary,
} from "./population/summary.js";
export { dirichletPrior, type WeightPrior, type WeightSampler } from "./population/weight-prior.js";
export { divergenceFrom, weightEntropy } from "./population/weights.js";
// Prevalence of goals behind a noisy classifier's labels.
export { type AdjustedCounts, adjustedCounts } from "./quantification/adjusted-counts.js";
export { type BlackBoxShift, blackBoxShift } from "./quantification/black-box-shift.js";
export { type Confusion, confusion } from "./quantification/confusion.js";
export { labelShift, softLabelShift } from "./quantification/label-shift.js";
export {
  estimatePrevalence,
  type Prevalence,
  type PrevalenceEstimateOptions,
} from "./quantification/prevalence.js";
export { type PrevalenceOptions, samplePrevalence } from "./quantification/prevalence-posterior.js";
// Goals declared by tool calls.
export {
  type Background,
  type BackgroundOptions,
  estimateBackground,
  matchedBackground,
} from "./tool-calls/background.js";
export { type EpisodeLikelihood, toolGoalLikelihood } from "./tool-calls/likelihood.js";
export { type CallMatcher, callMatcher, type MatchedCall } from "./tool-calls/matching.js";
export { type ArgumentPattern, patternTest } from "./tool-calls/pattern.js";
export {
  NONE_OF_THESE,
  type ToolCallPosterior,
  type ToolGoalInference,
  toolGoalInference,
} from "./tool-calls/posterior.js";
export { sameActions } from "./tool-calls/progress.js";
export {
  type ExpectedAction,
  NOISE_GRID,
  type NoiseRates,
  noiseGrid,
  type ToolCall,
  type ToolGoal,
} from "./tool-calls/tool-goal.js";
export { denseMdp } from "./worlds/dense.js";
export { type GraphWorld, graphWorld, reachGoal } from "./worlds/graph.js";
export {
  type Cell,
  DIRECTIONS,
  type Gridworld,
  type GridworldOptions,
  gridworld,
} from "./worlds/gridworld.js";
export { arrivalReward, stateReward } from "./worlds/reward.js";
