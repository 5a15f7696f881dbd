/** What every trace estimator takes and gives: products of a symmetric operator with random probes, and an `Estimate`. */
import { type Estimate, mean, type RandomStream, studentTQuantile, variance } from "../../numeric/index.js";
import { dot, normalVector, scale } from "../krylov/vectors.js";
import { checkedProduct, type SymmetricOperator } from "../operator.js";

export interface TraceOptions {
  /** Products to spend. */
  readonly products: number;
  readonly stream: RandomStream;
  /** Default 0.95. */
  readonly level?: number;
}

export interface TraceEstimate extends Estimate {
  /** Name of the matrix. */
  readonly matrix: string;
  readonly standardError: number;
  readonly products: number;
}

export type TraceEstimator = (operator: SymmetricOperator, options: TraceOptions) => TraceEstimate;

/** A probe of independent signs: the variance of v'Av is then 2 sum_{i /= j} a_ij^2, the least of any independent law. */
export function signs(size: number, stream: RandomStream): Float64Array {
  const probe = new Float64Array(size);
  for (let i = 0; i < size; i++) probe[i] = stream.uniform() < 0.5 ? -1 : 1;
  return probe;
}

/** A probe spread evenly over the sphere of radius sqrt(size): m of them are independent with probability 1. */
export function spherical(size: number, stream: RandomStream): Float64Array {
  const probe = normalVector(size, stream);
  return scale(probe, Math.sqrt(size / dot(probe, probe)));
}

/** v'Av of `count` sign probes; `prepare` may change a probe first. */
export function quadraticForms(
  operator: SymmetricOperator,
  count: number,
  stream: RandomStream,
  prepare: (probe: Float64Array) => void = () => {},
): Float64Array {
  let out: Float64Array = new Float64Array(operator.size);
  return Float64Array.from({ length: count }, () => {
    const probe = signs(operator.size, stream);
    prepare(probe);
    out = checkedProduct(operator, probe, out);
    return dot(probe, out);
  });
}

/** fixed + the mean of `samples`, with Student's t over them. */
export function estimateOf(
  operator: SymmetricOperator,
  samples: Float64Array,
  fixed: number,
  { products, level, method }: { products: number; level: number; method: string },
): TraceEstimate {
  const value = fixed + mean(samples)!;
  const standardError = Math.sqrt(variance(samples)! / samples.length);
  const half = studentTQuantile((1 + level) / 2, samples.length - 1) * standardError;
  return {
    matrix: operator.matrix,
    value,
    lower: value - half,
    upper: value + half,
    level,
    standardError,
    products,
    method,
    n: samples.length,
    covers: "random probes; the operator is taken as it is",
  };
}

export function requireTraceOptions(options: TraceOptions, least: number): Required<TraceOptions> {
  const { products, stream, level = 0.95 } = options;
  if (!(Number.isInteger(products) && products >= least))
    throw new RangeError(`products must be a whole number >= ${least}, got ${products}`);
  if (!(level > 0 && level < 1)) throw new RangeError(`level must be between 0 and 1, got ${level}`);
  return { products, stream, level };
}
