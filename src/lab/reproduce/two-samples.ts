/** Tests of two samples of n values each, from their summaries. */
import { lgamma, studentTCdf, studentTQuantile } from "../../numeric/index.js";

export interface Summary {
  readonly mean: number;
  readonly sd: number;
}

export interface TTest {
  readonly t: number;
  readonly df: number;
  /** Two-sided. */
  readonly p: number;
}

/** Two-sided t tests of equal means: Welch's, and the one with pooled variance. `undefined` where both sds are 0. */
export function tTests(a: Summary, b: Summary, n: number): { welch: TTest; pooled: TTest } | undefined {
  const errors = [a.sd ** 2 / n, b.sd ** 2 / n] as const;
  const variance = errors[0] + errors[1];
  if (!(variance > 0)) return undefined;
  const t = (a.mean - b.mean) / Math.sqrt(variance);
  const test = (df: number): TTest => ({ t, df, p: 2 * studentTCdf(-Math.abs(t), df) });
  const satterthwaite = ((n - 1) * variance ** 2) / (errors[0] ** 2 + errors[1] ** 2);
  return { welch: test(satterthwaite), pooled: test(2 * n - 2) };
}

/** The |t| at which a two-sided test with `df` degrees of freedom has the given p. */
export function requiredT(p: number, df: number): number {
  return -studentTQuantile(p / 2, df);
}

/** The smallest two-sided p of an exact Mann-Whitney test, n values against n: 2 / C(2n, n), no overlap at all. */
export function smallestMannWhitney(n: number): number {
  return 2 * Math.exp(2 * lgamma(n + 1) - lgamma(2 * n + 1));
}
