export { bonachela } from "./bonachela.js";
export { type BootstrapIntervalOptions, bootstrapInterval } from "./bootstrap-interval.js";
export { chaoShen } from "./chao-shen.js";
export { chaoWangJost } from "./chao-wang-jost.js";
export type {
  BayesianEntropyEstimator,
  EntropyEstimator,
  EntropyMoments,
  EstimatorTraits,
} from "./contract.js";
export { type CountSummary, summariseCounts } from "./counts.js";
export {
  type DirichletPrior,
  jeffreys,
  laplace,
  minimax,
  schuermannGrassberger,
} from "./dirichlet-plug-in.js";
export { entropy, goalFidelity, initialEntropy, klDivergence } from "./distribution.js";
export { grassberger1988 } from "./grassberger-1988.js";
export { grassberger2003 } from "./grassberger-2003.js";
export { type Divergence, intendedDivergence } from "./intended-divergence.js";
export { jamesStein, shrinkageIntensity } from "./james-stein.js";
export { maximumLikelihood } from "./maximum-likelihood.js";
export { millerMadow } from "./miller-madow.js";
export { nsb } from "./nsb.js";
export { pitmanYor } from "./pitman-yor.js";
export { type PosteriorIntervalOptions, posteriorInterval } from "./posterior-interval.js";
export { proportion } from "./proportion.js";
export { entropyEstimator, entropyEstimators } from "./registry.js";
export { dirichletEntropyMoments, wolpertWolf } from "./wolpert-wolf.js";
export { zhang } from "./zhang.js";
