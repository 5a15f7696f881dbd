import { type Estimate, mean, studentTQuantile, variance } from "../numeric/index.js";

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
