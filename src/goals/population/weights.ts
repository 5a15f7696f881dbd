/** Functions of goal weights w on the simplex; nats. */
import { xlogx } from "../../numeric/index.js";

/** S = -sum_g w_g ln w_g, within [0, ln K]. */
export function weightEntropy(weights: ArrayLike<number>): number {
  let total = 0;
  for (let g = 0; g < weights.length; g++) total -= xlogx(weights[g]);
  return Math.min(Math.max(0, total), Math.log(weights.length));
}

/** D_KL(intended || w) = sum_g q_g ln (q_g / w_g); Infinity where w rules out what is intended. */
export function divergenceFrom(intended: ArrayLike<number>, weights: ArrayLike<number>): number {
  let total = 0;
  for (let g = 0; g < intended.length; g++)
    if (intended[g] > 0) total += intended[g] * Math.log(intended[g] / weights[g]);
  return Math.max(0, total);
}

/** @throws RangeError unless `weights` are `goals` probabilities that sum to 1 within 1e-9. */
export function checkWeights(name: string, weights: ArrayLike<number>, goals: number): void {
  if (weights.length !== goals)
    throw new RangeError(`${name} must have ${goals} entries, one a goal, got ${weights.length}`);
  let total = 0;
  for (let g = 0; g < goals; g++) {
    if (!(weights[g] >= 0)) throw new RangeError(`${name}[${g}] must be a probability, got ${weights[g]}`);
    total += weights[g];
  }
  if (!(Math.abs(total - 1) <= 1e-9)) throw new RangeError(`${name} must sum to 1, got ${total}`);
}
