import type { Estimate } from "../src/numeric/index.js";

/** A normal 95% interval about `value`. */
export const normalEstimate = (value: number, standardError: number, n = 100): Estimate => ({
  value,
  lower: value - 1.959963984540054 * standardError,
  upper: value + 1.959963984540054 * standardError,
  level: 0.95,
  method: "test",
  n,
  covers: "test",
});
