import { mean, variance } from "../../numeric/index.js";
import type { Rollouts } from "./rollouts.js";

export interface AdvantageOptions {
  /** From 0 to 1. */
  readonly discount: number;
  /**
   * lambda of the generalised advantage, from 0 (one-step actor-critic) to 1 (REINFORCE: the whole return less a
   * baseline).
   */
  readonly trace: number;
}

export interface Advantages {
  /** [steps] */
  readonly advantage: Float64Array;
  /** What the critic should have said, advantage + V, [steps]. */
  readonly target: Float64Array;
}

/**
 * Generalised advantages A_t = sum_k (discount trace)^k delta_{t+k}, delta_t = r_t + discount V(o_{t+1}) - V(o_t)
 * [Schulman et al. 2016, eq. 16]. After the end of an episode V is 0; where it was cut, V of what was seen last stands for
 * what was left [Pardo et al. 2018].
 *
 * @param signal the reward of each step, [steps].
 * @param values the critic's V of each observation; zeros make the advantage a return.
 */
export function generalisedAdvantages(
  { episodes, start, observation, last }: Rollouts,
  signal: Float64Array,
  values: Float64Array,
  { discount, trace }: AdvantageOptions,
): Advantages {
  const advantage = new Float64Array(signal.length);
  const target = new Float64Array(signal.length);
  for (let e = 0; e < episodes; e++) {
    const cut = last[e] as number;
    let next = cut >= 0 ? (values[cut] as number) : 0;
    let tail = 0;
    for (let t = (start[e + 1] as number) - 1; t >= (start[e] as number); t--) {
      const value = values[observation[t] as number] as number;
      tail = (signal[t] as number) + discount * next - value + discount * trace * tail;
      advantage[t] = tail;
      target[t] = tail + value;
      next = value;
    }
  }
  return { advantage, target };
}

/** Centred, with unit variance; as they are where they do not vary. Keeps gains comparable whatever a world's rewards. */
export function standardised(advantage: Float64Array): Float64Array {
  const centre = mean(advantage) ?? 0;
  const spread = Math.sqrt(variance(advantage) ?? 0);
  const scale = spread > 1e-8 ? 1 / spread : 1;
  return advantage.map((x) => (x - centre) * scale);
}

/** V(o) + rate (mean target at o - V(o)) for each observation that was seen: a table as critic. */
export function improvedValues(
  values: Float64Array,
  { observation }: Rollouts,
  target: Float64Array,
  rate: number,
): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(values.length);
  const counts = new Float64Array(values.length);
  observation.forEach((o, t) => {
    sums[o]! += target[t] as number;
    counts[o]! += 1;
  });
  return Float64Array.from(values, (value, o) => {
    const seen = counts[o] as number;
    return seen === 0 ? value : value + rate * ((sums[o] as number) / seen - value);
  });
}
