import { type Estimate, normalQuantile } from "../numeric/index.js";

/** Half the interval's width in normal standard errors; an estimate without spread counts as one part in 10^6. */
export function standardError({ lower, upper, level }: Estimate): number {
  return Math.max((upper - lower) / (2 * normalQuantile((1 + level) / 2)), 1e-6);
}
