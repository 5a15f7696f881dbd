import { panelRule } from "../../numeric/index.js";
import { checkFraction, checkPositive } from "../parameters.js";
import { meanStepsFromFirst, normalDensity, panels } from "./markov.js";

export interface EwmaOptions {
  /** Weight lambda of the newest observation, in (0, 1]. Default 0.1 [Lucas & Saccucci 1990: small for small shifts]. */
  readonly smoothing?: number;
  /** Control limit in standard deviations of the average. Default 2.814: with lambda = 0.1 one false alarm in 500 [ibid.]. */
  readonly width?: number;
}

/** Largest limit that is solved for, in standard deviations of one step of the average: 40 panels. */
export const LARGEST_LIMIT = 40;

/**
 * The parameters, and the asymptotic standard deviation of the average, sqrt(lambda/(2 - lambda)).
 *
 * @throws RangeError when a parameter is out of range.
 */
export function ewmaParameters({ smoothing = 0.1, width = 2.814 }: EwmaOptions) {
  checkFraction("smoothing", smoothing);
  checkPositive("width", width);
  return { smoothing, width, sd: Math.sqrt(smoothing / (2 - smoothing)) };
}

/**
 * Zero-state mean run length of the two-sided EWMA chart with its asymptotic limits +-c on independent N(shift, 1):
 *
 *     L(u) = 1 + (1/lambda) int_-c^c phi((x - (1 - lambda) u)/lambda - shift) L(x) dx,   run length L(0)
 *
 * [Crowder 1987], by 16 Gauss-Legendre nodes on panels of at most two standard deviations, which are 2 lambda.
 *
 * @returns Infinity where it exceeds 1e12, which double precision does not resolve.
 * @throws RangeError when a parameter is out of range, or when lambda is so small that over 40 panels would be needed
 * (below about 0.003 at width 3).
 */
export function ewmaRunLength(options: EwmaOptions = {}, shift = 0): number {
  const { smoothing, width, sd } = ewmaParameters(options);
  if (!Number.isFinite(shift)) throw new RangeError(`shift must be finite, got ${shift}`);
  const limit = width * sd;
  if (limit > LARGEST_LIMIT * smoothing)
    throw new RangeError(
      `run lengths are solved for limits up to ${LARGEST_LIMIT} steps away, got ${(limit / smoothing).toPrecision(4)}: raise the smoothing ${smoothing} or lower the width ${width}`,
    );
  const { nodes, weights } = panelRule(panels(-limit, limit, smoothing));
  const place = (i: number): number => (i === 0 ? 0 : nodes[i - 1]);
  return meanStepsFromFirst(nodes.length + 1, (i, j) => {
    if (j === 0) return 0;
    const step = (nodes[j - 1] - (1 - smoothing) * place(i)) / smoothing - shift;
    return (weights[j - 1] * normalDensity(step)) / smoothing;
  });
}
