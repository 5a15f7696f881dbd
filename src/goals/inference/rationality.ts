import { distribution } from "./posterior.js";

/** What is believed of an agent's rationality before it acts: a distribution over a grid. */
export interface RationalityPrior {
  /** Ascending, positive, per unit of reward. */
  readonly betas: Float64Array;
  /** Their probabilities. */
  readonly weights: Float64Array;
}

/**
 * A prior over given values, uniform unless weighted.
 *
 * @throws RangeError for values that are not positive, finite and ascending, or weights that are no distribution.
 */
export function gridRationality(betas: ArrayLike<number>, weights?: ArrayLike<number>): RationalityPrior {
  const grid = Float64Array.from(betas);
  grid.forEach((beta, i) => {
    if (!(beta > (i === 0 ? 0 : grid[i - 1]) && Number.isFinite(beta)))
      throw new RangeError(`beta ${i}: expected positive, finite, ascending values, got ${beta}`);
  });
  return {
    betas: grid,
    weights: distribution(weights ?? new Float64Array(grid.length).fill(1), grid.length, "rationality"),
  };
}

/** Shares of the prior's peak below which its grid is cut off. */
const NEGLIGIBLE = 1e-6;

/**
 * Gamma(shape, scale) on a grid: the trapezoidal rule in ln beta, where the density beta^shape exp(-beta / scale) is
 * smooth and falls off at both ends, so that the rule converges exponentially [Trefethen & Weideman 2014]. The grid spans
 * where the density exceeds 1e-6 of its peak.
 *
 * @param points default 32, of which the middle is the mode of ln beta, shape x scale. Behaviour that fixes ln beta more
 *   closely than the spacing wants more.
 */
export function gammaRationality(shape: number, scale: number, points = 32): RationalityPrior {
  for (const [name, value] of Object.entries({ shape, scale }))
    if (!(value > 0 && Number.isFinite(value)))
      throw new RangeError(`${name} must be positive and finite, got ${value}`);
  if (!(Number.isInteger(points) && points >= 2))
    throw new RangeError(`points must be an integer of at least 2, got ${points}`);
  // With u = ln(beta / (shape scale)) the log density is shape (1 + u - e^u) below its peak.
  const logDensity = (u: number): number => shape * (1 + u - Math.exp(u));
  const low = edge(logDensity, -1);
  const high = edge(logDensity, 1);
  const us = Float64Array.from({ length: points }, (_, i) => low + ((high - low) * i) / (points - 1));
  return gridRationality(
    us.map((u) => shape * scale * Math.exp(u)),
    us.map((u) => Math.exp(logDensity(u))),
  );
}

/** Where, in one direction from 0, `logDensity` has fallen to NEGLIGIBLE: bisection. */
function edge(logDensity: (u: number) => number, direction: 1 | -1): number {
  let outer: number = direction;
  while (logDensity(outer) > Math.log(NEGLIGIBLE)) outer *= 2;
  let inner = 0;
  for (let i = 0; i < 60; i++) {
    const middle = (inner + outer) / 2;
    if (logDensity(middle) > Math.log(NEGLIGIBLE)) inner = middle;
    else outer = middle;
  }
  return outer;
}
