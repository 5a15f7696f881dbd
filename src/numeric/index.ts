export { betaQuantile } from "./beta-quantile.js";
export { type SymmetricEigen, symmetricEigen } from "./eigen.js";
export { type TridiagonalEigen, tridiagonalEigen } from "./eigen-tridiagonal.js";
export { symmetricEigenvalues } from "./eigen-values.js";
export { type Estimate, quantileSorted } from "./estimate.js";
export { type LinearFit, type LinearFitOptions, leastSquares } from "./least-squares.js";
export { integrate, panelRule, type QuadratureRule } from "./quadrature.js";
export { categorical } from "./random/categorical.js";
export { dirichlet } from "./random/dirichlet.js";
export { gamma, logGamma } from "./random/gamma.js";
export { multinomial } from "./random/multinomial.js";
export { normal, standardNormal } from "./random/normal.js";
export { RandomStream } from "./random/stream.js";
export {
  betaInc,
  digamma,
  EULER_GAMMA,
  erf,
  erfc,
  gammaInc,
  lgamma,
  logNormalCdf,
  normalCdf,
  normalQuantile,
  studentTCdf,
  studentTQuantile,
  trigamma,
} from "./special.js";
export { logSumExp, mean, sum, variance, xlogx } from "./sums.js";
