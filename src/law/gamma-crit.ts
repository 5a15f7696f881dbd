import type { Estimate } from "../numeric/index.js";

/**
 * Critical alignment work of arXiv:2511.10704. It holds neither the learning rate nor the noise, so it is no work rate
 * in nats per step: `reproduce` gives its ratio to the entropy production that it is meant to balance.
 *
 *     gamma_crit = (lambda_max / 2) ln N
 *
 * @param lambdaMax largest eigenvalue of the Fisher information matrix, >= 0.
 * @param parameterCount number of model parameters N, >= 1.
 */
export function criticalWork(lambdaMax: number, parameterCount: number): number {
  if (!(lambdaMax >= 0 && Number.isFinite(lambdaMax)))
    throw new RangeError(`lambdaMax must be finite and >= 0, got ${lambdaMax}`);
  if (!(parameterCount >= 1 && Number.isFinite(parameterCount)))
    throw new RangeError(`parameterCount must be finite and >= 1, got ${parameterCount}`);
  return (lambdaMax / 2) * Math.log(parameterCount);
}

/** gamma_crit with the interval of lambda_max carried through: it is increasing in lambda_max, so coverage is kept. */
export function criticalWorkEstimate(lambdaMax: Estimate, parameterCount: number): Estimate {
  return {
    ...lambdaMax,
    value: criticalWork(lambdaMax.value, parameterCount),
    lower: criticalWork(lambdaMax.lower, parameterCount),
    upper: criticalWork(lambdaMax.upper, parameterCount),
    method: `(ln N / 2) x lambda_max by ${lambdaMax.method}`,
  };
}

/** An interval whose upper end may be missing: lambda_max from gradient samples whose tail forbids one. */
export type HalfOpenEstimate = Omit<Estimate, "upper"> & { readonly upper?: number };

/**
 * gamma_crit between the limits of lambda_max, which keep their coverage: it is increasing in lambda_max. `lower` is work
 * that is certainly called for by the rule; `upper` is work that suffices by it, at the level of the interval. Without an
 * upper limit of lambda_max no work can be said to suffice, and `upper` is missing.
 */
export function criticalWorkInterval(lambdaMax: HalfOpenEstimate, parameterCount: number): HalfOpenEstimate {
  const { value, lower, upper, level, n, covers, method } = lambdaMax;
  return {
    value: criticalWork(value, parameterCount),
    lower: criticalWork(lower, parameterCount),
    ...(upper === undefined ? {} : { upper: criticalWork(upper, parameterCount) }),
    level,
    n,
    covers,
    method: `(ln N / 2) x lambda_max by ${method}`,
  };
}
