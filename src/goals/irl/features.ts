import type { Mdp } from "../mdp.js";

/** Features of each row (state and action): the reward to be recovered is R(row) = sum_k weights[k] values[row, k]. */
export interface Features {
  readonly names: readonly string[];
  /** Row-major, [rows, names.length]. */
  readonly values: Float64Array;
}

/** A process whose features are collected at a discount. */
export interface FeatureProcess {
  readonly mdp: Mdp;
  readonly features: Features;
  /** In [0, 1]; 1 for an unlimited horizon only where every state reaches a terminal one. */
  readonly discount: number;
}

/** R = features x weights, [rows]. */
export function linearReward({ names, values }: Features, weights: ArrayLike<number>): Float64Array {
  const count = names.length;
  requireFinite("weights", weights, count);
  const reward = new Float64Array(values.length / count);
  for (let row = 0; row < reward.length; row++)
    for (let k = 0; k < count; k++) reward[row] += weights[k] * values[row * count + k];
  return reward;
}

/** @throws RangeError when there is no feature, a value is missing or not finite, or the discount is out of range. */
export function checkFeatures({ mdp, features: { names, values }, discount }: FeatureProcess): void {
  const count = names.length;
  if (count === 0) throw new RangeError("expected at least one feature, got none");
  if (values.length !== mdp.rows * count)
    throw new RangeError(`expected ${mdp.rows} x ${count} feature values, got ${values.length}`);
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    throw new RangeError(
      `feature ${names[wrong % count]} of row ${Math.floor(wrong / count)} must be finite, got ${values[wrong]}`,
    );
  }
  requireDiscount(discount);
}

export function requireDiscount(discount: number): void {
  if (!(discount >= 0 && discount <= 1)) throw new RangeError(`discount must lie in [0, 1], got ${discount}`);
}

/** @throws RangeError naming the first of `values` that is not finite, or how many were expected. */
export function requireFinite(name: string, values: ArrayLike<number>, length: number): void {
  if (values.length !== length)
    throw new RangeError(`${name}: expected ${length} numbers, got ${values.length}`);
  for (let i = 0; i < length; i++)
    if (!Number.isFinite(values[i])) throw new RangeError(`${name}[${i}] must be finite, got ${values[i]}`);
}
