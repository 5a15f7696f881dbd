import { type Estimate, mean, normalQuantile, studentTQuantile, variance } from "../numeric/index.js";

/**
 * Mean over seeds with its Student-t interval. One seed has no interval: the ends are then infinite in principle,
 * so `undefined` is returned and the caller must say that it has one seed only.
 */
export function overSeeds(values: readonly number[], level = 0.95): Estimate | undefined {
  const n = values.length;
  if (n < 2) return undefined;
  const value = mean(values)!;
  const half = studentTQuantile((1 + level) / 2, n - 1) * Math.sqrt(variance(values)! / n);
  return {
    value,
    lower: value - half,
    upper: value + half,
    level,
    method: "Student t",
    n,
    covers: "seeds, pointwise in time",
  };
}

/** Share of seeds with a property, with Wilson's score interval (1927): within [0, 1] for any count. */
export function shareOfSeeds(hits: number, n: number, level = 0.95): Estimate {
  const z2 = normalQuantile((1 + level) / 2) ** 2;
  const share = hits / n;
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = Math.sqrt(z2 * ((share * (1 - share)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  return {
    value: share,
    lower: Math.max(0, centre - half),
    upper: Math.min(1, centre + half),
    level,
    method: "Wilson score",
    n,
    covers: "seeds",
  };
}
