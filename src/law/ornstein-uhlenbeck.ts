/**
 * Goal logits under stochastic gradient descent with alignment work, near a quadratic proxy loss:
 *
 *     L = (theta - theta_p)' H (theta - theta_p) / 2,   E_a = |theta - theta*|^2 / 2,   z = W theta,   p = softmax(z)
 *     d theta = -[H (theta - theta_p) + gamma (theta - theta*)] dt + sqrt(eta Sigma) dW,   t in units of 1 / eta steps
 *
 * an Ornstein-Uhlenbeck process. H, Sigma: symmetric, d x d; W: goals x d; all row-major.
 */
import {
  mean as average,
  type Estimate,
  normal,
  normalQuantile,
  type RandomStream,
  symmetricEigen,
  variance,
} from "../numeric/index.js";

export interface QuadraticProxy {
  /** H, the curvature of the proxy loss. A negative eigenvalue is gaming as an unstable direction. */
  readonly curvature: ArrayLike<number>;
  /** theta_p, where the proxy loss is stationary; length d. */
  readonly proxyOptimum: ArrayLike<number>;
  /** theta*, the aligned parameters; length d. */
  readonly reference: ArrayLike<number>;
  /** Sigma, the covariance of the gradient noise. */
  readonly gradientNoise: ArrayLike<number>;
  /** eta. */
  readonly learningRate: number;
}

/** A normal law of the parameters. */
export interface ParameterLaw {
  readonly mean: Float64Array;
  /** d x d, row-major. */
  readonly covariance: Float64Array;
}

/**
 * The smallest coefficient gamma that holds every direction: kappa for a lowest eigenvalue -kappa <= 0 of H.
 * `undefined` for H > 0: the parameters are then stable at any gamma, and S falls with gamma without any boundary.
 */
export function stabilityBoundary(curvature: ArrayLike<number>, dimension: number): number | undefined {
  const lowest = symmetricEigen(curvature, dimension).values[dimension - 1];
  return lowest > 0 ? undefined : Math.abs(lowest);
}

/**
 * The stationary law at coefficient gamma: mean (H + gamma)^-1 (H theta_p + gamma theta*), covariance C the solution of
 * the Lyapunov equation (H + gamma) C + C (H + gamma) = eta Sigma, both in the eigenbasis V of H:
 * (V' C V)_ij = eta (V' Sigma V)_ij / (h_i + h_j + 2 gamma).
 *
 * `undefined` where H + gamma is not positive definite: the process then runs away and has no stationary law.
 */
export function stationaryParameters(proxy: QuadraticProxy, gamma: number): ParameterLaw | undefined {
  const { h, pull, noise, back } = inEigenbasis(proxy, gamma);
  const d = h.length;
  if (!(h[d - 1] + gamma > 0)) return undefined;
  return back(
    pull.map((p, i) => p / (h[i] + gamma)),
    noise.map((s, k) => s / (h[Math.floor(k / d)] + h[k % d] + 2 * gamma)),
  );
}

/**
 * The law at coefficient gamma after `time` (units of 1 / eta steps) from the point `start`. In the eigenbasis V of H,
 * with a_i = h_i + gamma and phi(a) = (1 - e^(-a t)) / a, which is t at a = 0:
 *
 *     mean_i = e^(-a_i t) start_i + phi(a_i) (H theta_p + gamma theta*)_i,   C_ij = eta (V' Sigma V)_ij phi(a_i + a_j)
 *
 * It exists where the stationary law does not: along a direction with a_i < 0 it runs away as e^(-a_i t).
 */
export function parametersAfter(
  proxy: QuadraticProxy,
  gamma: number,
  start: ArrayLike<number>,
  time: number,
): ParameterLaw {
  const { h, pull, noise, into, back } = inEigenbasis(proxy, gamma);
  const d = h.length;
  if (start.length !== d) throw new RangeError(`expected a start of ${d} entries, got ${start.length}`);
  if (!(time >= 0 && Number.isFinite(time)))
    throw new RangeError(`time must be finite and >= 0, got ${time}`);
  const phi = (a: number): number => (a === 0 ? time : -Math.expm1(-a * time) / a);
  const from = into(start);
  return back(
    pull.map((p, i) => Math.exp(-(h[i] + gamma) * time) * from[i] + phi(h[i] + gamma) * p),
    noise.map((s, k) => s * phi(h[Math.floor(k / d)] + h[k % d] + 2 * gamma)),
  );
}

/** Eigenvalues h of H, H theta_p + gamma theta* and eta Sigma in its eigenbasis, and the ways there and back. */
function inEigenbasis(proxy: QuadraticProxy, gamma: number) {
  const { curvature, proxyOptimum, reference, gradientNoise, learningRate } = proxy;
  const d = proxyOptimum.length;
  if (reference.length !== d || gradientNoise.length !== d * d)
    throw new RangeError(
      `expected a reference of ${d} and a gradientNoise of ${d * d} entries, got ${reference.length} and ${gradientNoise.length}`,
    );
  for (const [name, value] of Object.entries({ gamma, learningRate }))
    if (!(value >= 0 && Number.isFinite(value)))
      throw new RangeError(`${name} must be finite and >= 0, got ${value}`);
  const { values: h, vectors: v } = symmetricEigen(curvature, d);
  const vt = transposed(v, d);
  const anchor = apply(v, reference);
  return {
    h,
    pull: apply(v, proxyOptimum).map((p, i) => h[i] * p + gamma * anchor[i]),
    noise: multiply(multiply(v, gradientNoise, d), vt, d).map((s) => learningRate * s),
    into: (theta: ArrayLike<number>): Float64Array => apply(v, theta),
    back: (mean: Float64Array, covariance: Float64Array): ParameterLaw => ({
      mean: apply(vt, mean),
      covariance: multiply(multiply(vt, covariance, d), v, d),
    }),
  };
}

/**
 * E[S] of p = softmax(W theta) over theta ~ N(mean, covariance), by `draws` samples of the goal logits, with the
 * normal interval of the Monte Carlo error.
 *
 * @param readout W, goals x d, row-major.
 */
export function meanEntropy(
  { mean, covariance }: ParameterLaw,
  readout: ArrayLike<number>,
  draws: number,
  stream: RandomStream,
): Estimate {
  const d = mean.length;
  if (!(readout.length > 0 && readout.length % d === 0))
    throw new RangeError(`expected a readout of goals x ${d} entries, got ${readout.length}`);
  if (!(Number.isInteger(draws) && draws >= 2))
    throw new RangeError(`draws must be an integer >= 2, got ${draws}`);
  const { values, vectors } = symmetricEigen(covariance, d);
  const draw = normal(stream);
  const sample = new Float64Array(d);
  const entropies = Float64Array.from({ length: draws }, () => {
    sample.set(mean);
    for (let k = 0; k < d; k++) {
      const along = Math.sqrt(Math.max(0, values[k])) * draw();
      for (let i = 0; i < d; i++) sample[i] += along * vectors[k * d + i];
    }
    return softmaxEntropy(apply(readout, sample));
  });
  const value = average(entropies)!;
  if (!Number.isFinite(value))
    throw new RangeError(
      "expected finite goal logits; the readout or the mean of the parameters is not finite",
    );
  const half = normalQuantile(0.975) * Math.sqrt(variance(entropies)! / draws);
  return {
    value,
    lower: value - half,
    upper: value + half,
    level: 0.95,
    method: "Monte Carlo, normal interval",
    n: draws,
    covers: "draws of the parameters from their law",
  };
}

/** Entropy of softmax(z), nats: ln sum e^z - sum p z, with z shifted to a largest entry of 0. */
export function softmaxEntropy(logits: ArrayLike<number>): number {
  let top = -Infinity;
  for (let i = 0; i < logits.length; i++) top = Math.max(top, logits[i]);
  let total = 0;
  let weighted = 0;
  for (let i = 0; i < logits.length; i++) {
    const weight = Math.exp(logits[i] - top);
    total += weight;
    weighted += weight * (logits[i] - top);
  }
  return Math.log(total) - weighted / total;
}

/** Matrix (rows x x.length, row-major) times vector. */
function apply(matrix: ArrayLike<number>, x: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: matrix.length / x.length }, (_, i) => {
    let total = 0;
    for (let j = 0; j < x.length; j++) total += matrix[i * x.length + j] * x[j];
    return total;
  });
}

function multiply(a: ArrayLike<number>, b: ArrayLike<number>, d: number): Float64Array {
  const product = new Float64Array(d * d);
  for (let i = 0; i < d; i++)
    for (let k = 0; k < d; k++) for (let j = 0; j < d; j++) product[i * d + j] += a[i * d + k] * b[k * d + j];
  return product;
}

function transposed(a: ArrayLike<number>, d: number): Float64Array {
  return Float64Array.from({ length: d * d }, (_, k) => a[(k % d) * d + Math.floor(k / d)]);
}
