import { normalCdf, normalQuantile } from "../../numeric/index.js";

export interface NormalComponent {
  readonly weight: number;
  readonly mean: number;
  readonly sd: number;
}

/** P(X <= x) of a mixture of normal laws, weights summing to one, sd > 0. */
export function mixtureCdf(mixture: readonly NormalComponent[], x: number): number {
  return mixture.reduce((total, { weight, mean, sd }) => total + weight * normalCdf(x, mean, sd), 0);
}

/** Components that weigh less move no quantile that is asked for. */
const NEGLIGIBLE = 1e-12;

/** The p-quantile, 0 < p < 1, by bisection between the lowest and the highest of the components'. */
export function mixtureQuantile(components: readonly NormalComponent[], p: number): number {
  const mixture = components.filter(({ weight }) => weight > NEGLIGIBLE);
  const z = normalQuantile(p);
  const each = mixture.map(({ mean, sd }) => mean + z * sd);
  let [low, high] = [Math.min(...each), Math.max(...each)];
  for (;;) {
    const middle = low + (high - low) / 2;
    if (high - low <= 1e-10 * (Math.abs(low) + Math.abs(high)) || middle <= low || middle >= high)
      return middle;
    if (mixtureCdf(mixture, middle) < p) low = middle;
    else high = middle;
  }
}

export const mixtureMean = (mixture: readonly NormalComponent[]): number =>
  mixture.reduce((total, { weight, mean }) => total + weight * mean, 0);
