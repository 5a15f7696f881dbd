import { normalCdf, panelRule } from "../../numeric/index.js";
import { checkNonNegative, checkPositive } from "../parameters.js";
import { meanStepsFromFirst, normalDensity, panels } from "./markov.js";

export interface CusumOptions {
  /** Reference value k in sigma: half the shift to detect fastest. Default 0.5 (Page 1954; Montgomery 2013, 9.1). */
  readonly reference?: number;
  /** Decision interval h in sigma. Default 5: with k = 0.5 one false alarm in about 930 in-control observations. */
  readonly threshold?: number;
}

/** Largest threshold that is solved for: 50 panels. */
export const LARGEST_THRESHOLD = 100;

/** @throws RangeError when a parameter is out of range. */
export function cusumParameters({ reference = 0.5, threshold = 5 }: CusumOptions): Required<CusumOptions> {
  checkNonNegative("reference", reference);
  checkPositive("threshold", threshold);
  return { reference, threshold };
}

/**
 * Zero-state mean run length of the one-sided tabular CUSUM on independent N(shift, 1), from
 *
 *     L(u) = 1 + Phi(k - u - shift) L(0) + int_0^h phi(x + k - u - shift) L(x) dx,   run length L(0)
 *
 * [Page 1954; van Dobben de Bruyn 1968], by 16 Gauss-Legendre nodes on panels of at most two standard deviations.
 *
 * @returns Infinity where it exceeds 1e12, which double precision does not resolve.
 * @throws RangeError when a parameter is out of range, or the threshold above 100.
 */
export function cusumRunLength(options: CusumOptions = {}, shift = 0): number {
  const { reference, threshold } = cusumParameters(options);
  if (!Number.isFinite(shift)) throw new RangeError(`shift must be finite, got ${shift}`);
  if (threshold > LARGEST_THRESHOLD)
    throw new RangeError(
      `run lengths are solved for thresholds up to ${LARGEST_THRESHOLD}, got ${threshold}`,
    );
  const { nodes, weights } = panelRule(panels(0, threshold, 1));
  const drift = shift - reference;
  const place = (i: number): number => (i === 0 ? 0 : nodes[i - 1]);
  return meanStepsFromFirst(nodes.length + 1, (i, j) =>
    j === 0 ? normalCdf(-place(i) - drift) : weights[j - 1] * normalDensity(nodes[j - 1] - place(i) - drift),
  );
}

/**
 * The two-sided chart, whose sides combine exactly as 1/L = 1/L+ + 1/L- [Kemp 1961; van Dobben de Bruyn 1968].
 *
 * @returns, @throws as {@link cusumRunLength}.
 */
export function cusumTwoSidedRunLength(options: CusumOptions = {}, shift = 0): number {
  return 1 / (1 / cusumRunLength(options, shift) + 1 / cusumRunLength(options, -shift));
}
