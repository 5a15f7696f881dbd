import type { RandomStream } from "../../numeric/index.js";
import { logGammaSampler } from "./log-gamma.js";

/** A prior of goal weights with a posterior that can be drawn from once each episode's goal is known. */
export interface WeightPrior {
  readonly name: string;
  /** @param episodes largest number of episodes that will be observed, for tables. */
  posterior(stream: RandomStream, goals: number, episodes: number): WeightSampler;
}

export interface WeightSampler {
  /** Sets the episodes known to pursue each goal, [goals], non-negative; fractions are allowed. */
  observe(counts: Float64Array): void;
  /** Overwrites `weights` with a draw given the counts: positive, summing to one. */
  draw(weights: Float64Array): void;
  /** ln of the prior's density at positive weights, up to a constant; the counts do not enter. */
  logDensity(weights: Float64Array): number;
}

/** No drawn weight is smaller, so that ln w stays finite. */
export const SMALLEST_WEIGHT = 1e-300;

/** Overwrites log-weights, known up to a constant, with the weights: exp(x_g) / sum_h exp(x_h). */
export function normaliseLogWeights(weights: Float64Array): void {
  let top = -Infinity;
  for (let g = 0; g < weights.length; g++) if (weights[g] > top) top = weights[g];
  let total = 0;
  for (let g = 0; g < weights.length; g++) {
    weights[g] = Math.exp(weights[g] - top);
    total += weights[g];
  }
  for (let g = 0; g < weights.length; g++) weights[g] = Math.max(weights[g] / total, SMALLEST_WEIGHT);
}

/** sum_g ln w_g. */
export function sumOfLogs(weights: Float64Array): number {
  let total = 0;
  for (let g = 0; g < weights.length; g++) total += Math.log(weights[g]);
  return total;
}

/**
 * w ~ Dir(alpha, ..., alpha). Any fixed alpha decides S when episodes are few against the goals: for 20 goals, 30
 * episodes and 90% on one goal, the 95% interval of S never covers under alpha = 1 or 1/2.
 */
export function dirichletPrior(alpha: number): WeightPrior {
  if (!(alpha > 0 && alpha < Infinity))
    throw new RangeError(`alpha must be positive and finite, got ${alpha}`);
  return {
    name: `Dirichlet(${+alpha.toPrecision(4)})`,
    posterior(stream, goals) {
      const logGamma = logGammaSampler(stream);
      const counts = new Float64Array(goals);
      return {
        observe: (observed) => counts.set(observed),
        draw(weights) {
          for (let g = 0; g < goals; g++) weights[g] = logGamma(counts[g] + alpha);
          normaliseLogWeights(weights);
        },
        logDensity: (weights) => (alpha - 1) * sumOfLogs(weights),
      };
    },
  };
}
