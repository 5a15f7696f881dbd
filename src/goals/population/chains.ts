import { effectiveSampleSize, splitRHat } from "./mixing.js";
import { weightEntropy } from "./weights.js";

export interface ChainOptions {
  /** Default 4, started apart from each other. */
  readonly chains?: number;
  /** Sweeps of each chain before mixing is first judged; doubled until it is good. Default 500. */
  readonly sweeps?: number;
  /** Default 16,000 a chain. */
  readonly maxSweeps?: number;
  /** Effective draws of S to reach. Default 400, which leaves a 2.5% tail uncertain by 0.8 points. */
  readonly minEffective?: number;
  /** Split R-hat of S to get below. Default 1.01 [Vehtari et al. 2021]. */
  readonly maxRHat?: number;
}

/** A Markov chain of goal weights: `advance` overwrites `weights` with its next state. */
export interface WeightChain {
  readonly weights: Float64Array;
  advance(): void;
}

/** Draws from a posterior of goal weights. */
export interface WeightDraws {
  /** How they were made, for `Estimate.method`. */
  readonly method: string;
  readonly goals: number;
  readonly draws: number;
  /** [draws * goals] */
  readonly weights: Float64Array;
  /** S of each draw, [draws]. */
  readonly entropy: Float64Array;
  /** Why they are not to be trusted, if so, and what to do. */
  readonly message?: string;
}

/** Draws of Markov chains: the second half of each. */
export interface ChainDraws extends WeightDraws {
  /** Of each chain, the discarded half included. */
  readonly sweeps: number;
  readonly rHat: number;
  /** Independent draws that would estimate the mean of S as well. */
  readonly effective: number;
  readonly mixed: boolean;
}

/** Runs chains until they have mixed, or for `maxSweeps`. */
export function runChains(
  method: string,
  start: (chain: number) => WeightChain,
  { chains: count = 4, sweeps = 500, maxSweeps = 16_000, minEffective = 400, maxRHat = 1.01 }: ChainOptions,
): ChainDraws {
  if (!(Number.isInteger(count) && count >= 1))
    throw new RangeError(`chains must be a positive integer, got ${count}`);
  if (!(Number.isInteger(sweeps) && sweeps >= 8 && maxSweeps >= sweeps))
    throw new RangeError(
      `expected whole sweeps of at least 8 and at most maxSweeps, got ${sweeps} and ${maxSweeps}`,
    );
  const traces = Array.from({ length: count }, (_, c) => new Trace(start(c)));
  for (let length = sweeps; ; length = Math.min(2 * length, maxSweeps)) {
    for (const trace of traces) trace.extendTo(length);
    const kept = length >> 1;
    const entropies = traces.map((trace) => trace.entropy.subarray(length - kept));
    const rHat = splitRHat(entropies);
    const effective = effectiveSampleSize(entropies);
    const mixed = rHat <= maxRHat && effective >= minEffective;
    if (!mixed && length < maxSweeps) continue;
    const { goals } = traces[0];
    const draws = {
      method,
      goals,
      draws: kept * count,
      weights: concatenate(traces.map((trace) => trace.weights.subarray((length - kept) * goals))),
      entropy: concatenate(entropies),
      sweeps: length,
      rHat,
      effective,
      mixed,
    };
    if (mixed) return draws;
    const message =
      `the chains have not mixed after ${length} sweeps: split R-hat ${rHat.toFixed(3)} (wanted ${maxRHat}), ` +
      `${effective.toFixed(0)} effective draws of S (wanted ${minEffective}); raise maxSweeps`;
    return { ...draws, message };
  }
}

/** What a chain has been through. */
class Trace {
  readonly goals: number;
  entropy = new Float64Array(0);
  weights = new Float64Array(0);
  readonly #chain: WeightChain;

  constructor(chain: WeightChain) {
    this.#chain = chain;
    this.goals = chain.weights.length;
  }

  extendTo(length: number): void {
    let sweep = this.entropy.length;
    this.entropy = concatenate([this.entropy], length);
    this.weights = concatenate([this.weights], length * this.goals);
    for (; sweep < length; sweep++) {
      this.#chain.advance();
      this.weights.set(this.#chain.weights, sweep * this.goals);
      this.entropy[sweep] = weightEntropy(this.#chain.weights);
    }
  }
}

/** @param length of the result; what is beyond the parts is 0. */
function concatenate(
  parts: readonly Float64Array[],
  length = parts.reduce((sum, part) => sum + part.length, 0),
): Float64Array<ArrayBuffer> {
  const whole = new Float64Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
