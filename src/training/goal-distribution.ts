import { entropy } from "../entropy/index.js";
import { type Estimate, mean, normalQuantile, variance } from "../numeric/index.js";
import type { ConflictInputs } from "./cue-conflict.js";

/** p(g_1), ..., p(g_K), p(none), with S and the fidelity p(g_1), each with an interval over inputs. */
export interface GoalMeasurement {
  readonly distribution: Float64Array;
  readonly entropy: Estimate;
  readonly fidelity: Estimate;
}

/**
 * The goal distribution of a classifier on conflict inputs: p(g_k) is the mean probability it gives the class that
 * cue k names; what is left is "none of these".
 *
 * Intervals by the delta method: S(p) has per-input influence -sum_k q_ik (1 + ln p_k), with q_ik the share of
 * input i. Normal, clipped to [0, ln(K + 1)] and [0, 1]. They cover fresh inputs at these parameters, pointwise;
 * not another seed.
 *
 * @param probabilities [size, classes] row-major, rows summing to one.
 */
export function goalDistribution(
  probabilities: ArrayLike<number>,
  conflict: ConflictInputs,
  classes: number,
  level = 0.95,
): GoalMeasurement {
  const { size, cueClasses } = conflict;
  if (size < 2) throw new RangeError(`an interval over inputs needs at least 2 inputs, got ${size}`);
  const cues = cueClasses.length / size;
  const goals = cues + 1;
  const shares = new Float64Array(size * goals);
  for (let i = 0; i < size; i++) {
    let rest = 1;
    for (let k = 0; k < cues; k++) {
      const share = probabilities[i * classes + (cueClasses[i * cues + k] as number)] as number;
      shares[i * goals + k] = share;
      rest -= share;
    }
    shares[i * goals + cues] = Math.max(0, rest);
  }
  const distribution = new Float64Array(goals);
  for (let i = 0; i < shares.length; i++) distribution[i % goals]! += (shares[i] as number) / size;

  const slopes = distribution.map((p) => (p > 0 ? 1 + Math.log(p) : 0));
  const influence = new Float64Array(size);
  for (let i = 0; i < shares.length; i++) {
    influence[Math.floor(i / goals)]! -= (shares[i] as number) * (slopes[i % goals] as number);
  }
  const intended = Float64Array.from({ length: size }, (_, i) => shares[i * goals] as number);
  const total = mean(distribution)! * goals;
  const interval = (value: number, perInput: Float64Array, maximum: number): Estimate => {
    const half = normalQuantile((1 + level) / 2) * Math.sqrt(variance(perInput)! / size);
    return {
      value,
      lower: Math.max(0, value - half),
      upper: Math.min(maximum, value + half),
      level,
      method: "delta method",
      n: size,
      covers: "fresh conflict inputs at these parameters, pointwise",
    };
  };
  return {
    distribution,
    entropy: interval(entropy(distribution.map((p) => p / total)), influence, Math.log(goals)),
    fidelity: interval(distribution[0] as number, intended, 1),
  };
}
