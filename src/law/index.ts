export { type DiscreteWalkLaw, discreteWalkLaw } from "./discrete-walk-law.js";
export { entropyRate, explorationProduction, gamingProduction } from "./entropy-production.js";
export { type FokkerPlanckOptions, type FokkerPlanckResult, fokkerPlanck } from "./fokker-planck.js";
export {
  criticalWork,
  criticalWorkEstimate,
  criticalWorkInterval,
  type HalfOpenEstimate,
} from "./gamma-crit.js";
export { type Simulation, type SimulationOptions, simulateWalk } from "./governing-walk.js";
export {
  meanEntropy,
  type ParameterLaw,
  parametersAfter,
  type QuadraticProxy,
  stabilityBoundary,
  stationaryParameters,
} from "./ornstein-uhlenbeck.js";
export { reflectedBrownian, stationaryBrownian } from "./reflected-brownian.js";
export type { EntropyLaw, Walk } from "./walk.js";
