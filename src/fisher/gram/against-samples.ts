/**
 * How the bracket narrows as gradients are added, from random subsets of those at hand, and how many more would settle
 * lambda_max. E lambda^_m falls in m (leave-one-out: F^_m is the average of its leave-one-outs and lambda_max is convex)
 * and the lower end rises as its direction improves.
 */
import type { RandomStream } from "../../numeric/index.js";
import { block, type SampleGram, topPair } from "./sample-gram.js";
import { meanProjection, shuffle, twoHalfProjections } from "./two-half.js";

export interface BracketPoint {
  readonly rows: number;
  /** Averages over subsets of `rows` rows: of v_A' F_B v_A, and of the top sample eigenvalue. */
  readonly lower: number;
  readonly upper: number;
}

/** Rows wanted in all for the ends to come within a factor `target` of each other. */
export interface Settling {
  readonly target: number;
  /** The ratio of the ends now. */
  readonly ratio: number;
  /** Fitted decay of the gap, ratio - 1, as rows^-decay over the last three sizes. */
  readonly decay?: number;
  /** By the fitted decay and by 1 / rows, the rate once the top direction is found: the fewer and the more of the two. */
  readonly fewest?: number;
  readonly most?: number;
  readonly message: string;
}

/** Rows at which the bracket is taken, from about n / 16 (at least 4) to n in doublings. */
export function nestedSizes(rows: number): number[] {
  const sizes = [rows];
  while (sizes.length < 5 && (sizes[0] as number) >= 8) sizes.unshift((sizes[0] as number) >> 1);
  return sizes;
}

/** One point of the curve: the average over `subsets` random subsets, one halving of each. */
export function bracketAt(
  gram: SampleGram,
  rows: number,
  subsets: number,
  stream: RandomStream,
): BracketPoint {
  const order = Int32Array.from({ length: gram.rows }, (_, i) => i);
  let [lower, upper] = [0, 0];
  for (let s = 0; s < subsets; s++) {
    shuffle(order, stream);
    const subset = order.slice(0, rows);
    upper += topPair(block(gram, subset, subset), rows, 1e-6).value / rows / subsets;
    lower += meanProjection(twoHalfProjections(gram, subset, 1, stream)) / subsets;
  }
  return { rows, lower, upper };
}

/** Below this decay the gap is not narrowing, and nothing is extrapolated. */
const SLOWEST = 0.1;

/**
 * An extrapolation from the curve, no guarantee. Undefined where the lower end is 0.
 *
 * @param curve ascending in rows, at least one point.
 */
export function settling(curve: readonly BracketPoint[], target: number): Settling | undefined {
  const { rows, lower, upper } = curve[curve.length - 1];
  if (!(lower > 0)) return undefined;
  const ratio = upper / lower;
  const now = { target, ratio };
  if (ratio <= target)
    return { ...now, fewest: rows, most: rows, message: "settled with the gradients at hand" };
  const decay = fittedDecay(curve.slice(-3));
  if (decay === undefined || decay < SLOWEST) {
    const message = "the bracket does not narrow over the gradients at hand: no number can be extrapolated";
    return { ...now, ...(decay === undefined ? {} : { decay }), message };
  }
  const narrowing = (ratio - 1) / (target - 1);
  const fewest = Math.ceil(rows * narrowing ** (1 / Math.max(1, decay)));
  const most = Math.ceil(rows * narrowing ** (1 / Math.min(1, decay)));
  const message = `about ${fewest === most ? "" : `${fewest} to `}${most} gradients in all, extrapolated from ${curve.length} sizes: no guarantee`;
  return { ...now, decay, fewest, most, message };
}

/** Least-squares slope of ln(ratio - 1) on -ln rows. */
function fittedDecay(curve: readonly BracketPoint[]): number | undefined {
  const points = curve
    .filter(({ lower, upper }) => lower > 0 && upper > lower)
    .map(({ rows, lower, upper }) => ({ x: Math.log(rows), y: Math.log(upper / lower - 1) }));
  if (points.length < 2) return undefined;
  const x = points.reduce((sum, point) => sum + point.x, 0) / points.length;
  const y = points.reduce((sum, point) => sum + point.y, 0) / points.length;
  const covariance = points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0);
  return -covariance / points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
}
