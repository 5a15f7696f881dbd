/**
 * Spectral density by stochastic Lanczos quadrature [Ubaru, Chen & Saad 2017; Golub & Meurant 1994]. For a random unit
 * vector v the m-step Lanczos matrix T = U diag(theta) U' gives a quadrature rule of the measure of A seen from v: nodes
 * theta_k, weights U_1k^2, exact for polynomials of degree 2m - 1. Averaged over vectors it is the spectral measure
 * (1/N) sum_i delta(lambda_i): weights sum to 1. Full reorthogonalisation: without it the rule has ghost nodes.
 */
import {
  type Estimate,
  mean,
  type RandomStream,
  studentTQuantile,
  tridiagonalEigen,
  variance,
} from "../../numeric/index.js";
import { Basis } from "../krylov/basis.js";
import { norm, normalVector } from "../krylov/vectors.js";
import { checkedProduct, type SymmetricOperator, unitRoundoff } from "../operator.js";

export interface DensityOptions {
  readonly stream: RandomStream;
  /** Random vectors, at least 2: the bands are over them. Default 10. */
  readonly vectors?: number;
  /** Lanczos steps for each. Default 40, at most the size. */
  readonly steps?: number;
}

/** The quadrature rule seen from one vector: weights sum to 1. */
export interface Quadrature {
  /** Descending. */
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

export interface SpectralDensity {
  readonly matrix: string;
  readonly size: number;
  readonly rules: readonly Quadrature[];
  readonly products: number;
}

/** Over what the bands of a density hold. */
const COVERS = "random vectors, pointwise; neither the bias of the quadrature nor another draw of the data";

/** @throws RangeError when an option is out of range, or a product has the wrong length or is not finite. */
export function spectralDensity(operator: SymmetricOperator, options: DensityOptions): SpectralDensity {
  const { stream, vectors = 10, steps = 40 } = options;
  if (!(Number.isInteger(vectors) && vectors >= 2))
    throw new RangeError(`vectors must be a whole number >= 2, got ${vectors}`);
  if (!(Number.isInteger(steps) && steps >= 1))
    throw new RangeError(`steps must be a whole number >= 1, got ${steps}`);
  const rules = Array.from({ length: vectors }, (_, v) => quadrature(operator, steps, stream.split(v)));
  const products = rules.reduce((sum, { nodes }) => sum + nodes.length, 0);
  return { matrix: operator.matrix, size: operator.size, rules, products };
}

function quadrature(operator: SymmetricOperator, steps: number, stream: RandomStream): Quadrature {
  const basis = new Basis(operator.size, operator.precision);
  const alpha: number[] = [];
  const beta: number[] = [];
  let next: Float64Array = normalVector(operator.size, stream);
  let spare: Float64Array = new Float64Array(operator.size);
  let length = norm(next);
  let scale = 0;
  for (;;) {
    basis.append(next, length);
    const last = basis.length - 1;
    [next, spare] = [checkedProduct(operator, next, spare), next];
    const { components, rest } = basis.orthogonalise(next);
    alpha.push(components[last]);
    length = rest;
    scale = Math.max(scale, Math.abs(alpha[last]), length);
    const spent = length <= 64 * unitRoundoff(operator) * scale;
    if (spent || basis.length >= Math.min(steps, operator.size)) break;
    beta.push(length);
  }
  const { values, components } = tridiagonalEigen(alpha, beta, [0]);
  return { nodes: values, weights: components[0].map((u) => u * u) };
}

/** tr f(A) for a function of the eigenvalues, with Student's t over the vectors. */
export function traceOf(
  { rules, size }: SpectralDensity,
  f: (eigenvalue: number) => number,
  level = 0.95,
): Estimate {
  const samples = Float64Array.from(
    rules,
    ({ nodes, weights }) => size * nodes.reduce((sum, node, k) => sum + weights[k] * f(node), 0),
  );
  return overVectors(samples, level, "stochastic Lanczos quadrature, Student t");
}

/** Share of the eigenvalues in (from, to]. */
export function massBetween(density: SpectralDensity, from: number, to: number, level = 0.95): Estimate {
  const { size } = density;
  const { value, lower, upper, ...rest } = traceOf(density, (x) => Number(x > from && x <= to), level);
  return { value: value / size, lower: Math.max(0, lower / size), upper: Math.min(1, upper / size), ...rest };
}

/** d(c) = tr A (A + c)^-1 for A without negative eigenvalues: how many directions have eigenvalues well above c. */
export function ridgeDimension(density: SpectralDensity, ridge: number, level = 0.95): Estimate {
  if (!(ridge > 0 && Number.isFinite(ridge)))
    throw new RangeError(`a ridge must be positive and finite, got ${ridge}`);
  return traceOf(density, (x) => Math.max(0, x) / (Math.max(0, x) + ridge), level);
}

/** The density at each of `at`, smoothed by a Gaussian of standard deviation `width`; integrates to 1. */
export function smoothedDensity(
  { rules }: SpectralDensity,
  at: ArrayLike<number>,
  width: number,
  level = 0.95,
): Estimate[] {
  if (!(width > 0)) throw new RangeError(`a width must be positive, got ${width}`);
  const bell = (z: number) => Math.exp((-z * z) / 2) / (width * Math.sqrt(2 * Math.PI));
  return Array.from(at, (x) => {
    const samples = Float64Array.from(rules, ({ nodes, weights }) =>
      nodes.reduce((sum, node, k) => sum + weights[k] * bell((x - node) / width), 0),
    );
    return overVectors(samples, level, `stochastic Lanczos quadrature, Gaussian width ${width}, Student t`);
  });
}

function overVectors(samples: Float64Array, level: number, method: string): Estimate {
  const n = samples.length;
  const value = mean(samples)!;
  const half = studentTQuantile((1 + level) / 2, n - 1) * Math.sqrt(variance(samples)! / n);
  return { value, lower: value - half, upper: value + half, level, method, n, covers: COVERS };
}
