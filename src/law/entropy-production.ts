/**
 * The terms of the entropy balance of arXiv:2511.10704, all in nats per step:
 *
 *     dS/dt = sigma - gamma,   sigma = sigma_exploration + sigma_gaming
 */

/**
 * Production by exploration noise, (eta lambda_max / 2) Tr(Sigma).
 *
 * @param learningRate eta, >= 0.
 * @param lambdaMax largest eigenvalue of the Fisher information matrix, >= 0.
 * @param traceNoise Tr(Sigma), Sigma the covariance of the gradient noise, >= 0. The paper leaves open over how many
 *   directions it is taken: N sigma^2 and sigma^2 ln N differ by a factor of 3e8 at N = 7e9.
 */
export function explorationProduction(learningRate: number, lambdaMax: number, traceNoise: number): number {
  return (
    (nonNegative("learningRate", learningRate) *
      nonNegative("lambdaMax", lambdaMax) *
      nonNegative("traceNoise", traceNoise)) /
    2
  );
}

/**
 * Production by specification gaming, c eta D_KL(p_proxy || p_true).
 *
 * @param coupling c, >= 0: a free constant of the theory.
 * @param divergence D_KL of the proxy objective against the true one, nats, >= 0.
 */
export function gamingProduction(coupling: number, learningRate: number, divergence: number): number {
  return (
    nonNegative("coupling", coupling) *
    nonNegative("learningRate", learningRate) *
    nonNegative("divergence", divergence)
  );
}

/** dS/dt = sigma - gamma: zero, the boundary of stability, where the work rate equals the production. */
export function entropyRate(production: number, workRate: number): number {
  return nonNegative("production", production) - nonNegative("workRate", workRate);
}

function nonNegative(name: string, value: number): number {
  if (!(value >= 0 && Number.isFinite(value)))
    throw new RangeError(`${name} must be finite and >= 0, got ${value}`);
  return value;
}
