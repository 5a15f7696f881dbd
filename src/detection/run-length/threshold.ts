/**
 * Thresholds from the wanted false-alarm interval: `every` = 10000 gives one false alarm in 10000 observations in the
 * mean, on independent N(0, 1).
 */
import { normalQuantile } from "../../numeric/index.js";
import type { Sides } from "../detector.js";
import { checkSides } from "../parameters.js";
import { type CusumOptions, cusumRunLength, cusumTwoSidedRunLength } from "./cusum.js";
import { ewmaRunLength } from "./ewma.js";
import { LONGEST } from "./markov.js";

/** Longest interval that can be asked for. */
const MOST = 1e9;
/** Relative precision of the run length at the threshold returned. */
const PRECISION = 1e-9;

/** Decision interval h of {@link cusum} (`sides` "upper", the default) or {@link cusumTwoSided}, reference 0.5 by default. */
export function cusumThreshold(
  every: number,
  { reference, sides = "upper" }: { reference?: number; sides?: Sides } = {},
): number {
  checkSides(sides);
  const runLength = sides === "upper" ? cusumRunLength : cusumTwoSidedRunLength;
  const options: CusumOptions = reference === undefined ? {} : { reference };
  return invertRunLength((threshold) => runLength({ ...options, threshold }), every);
}

/** Width L of {@link ewma}, smoothing 0.1 by default. */
export function ewmaWidth(every: number, { smoothing = 0.1 }: { smoothing?: number } = {}): number {
  return invertRunLength((width) => ewmaRunLength({ smoothing, width }), every);
}

/** Limit of {@link shewhart}, both sides by default: closed form. */
export function shewhartLimit(every: number, { sides = "both" }: { sides?: Sides } = {}): number {
  checkSides(sides);
  const shortest = sides === "both" ? 1 : 2;
  checkInterval(every, shortest);
  return -normalQuantile(1 / (sides === "both" ? 2 * every : every));
}

/**
 * The threshold whose run length is `every`, for a run length that grows with the threshold: ln L is nearly linear in
 * it, so regula falsi (Illinois variant [Dowell & Jarratt 1971]) on ln L needs about eight solutions.
 *
 * @throws RangeError when `every` is not above the run length at threshold 0, or above 1e9.
 */
export function invertRunLength(runLength: (threshold: number) => number, every: number): number {
  const log = (threshold: number): number =>
    Math.log(Math.min(runLength(threshold), LONGEST)) - Math.log(every);
  let low = 1e-6;
  checkInterval(every, runLength(low));
  let atLow = log(low);
  let high = 1;
  let atHigh = log(high);
  while (atHigh < 0) {
    [low, atLow] = [high, atHigh];
    high *= 2;
    atHigh = log(high);
  }
  for (let kept = 0; ; ) {
    const middle = low + ((high - low) * atLow) / (atLow - atHigh);
    const value = log(middle);
    if (Math.abs(value) < PRECISION || middle <= low || middle >= high) return middle;
    if (value < 0) {
      [low, atLow] = [middle, value];
      if (kept === -1) atHigh /= 2;
      kept = -1;
    } else {
      [high, atHigh] = [middle, value];
      if (kept === 1) atLow /= 2;
      kept = 1;
    }
  }
}

function checkInterval(every: number, shortest: number): void {
  if (!(every > shortest && every <= MOST))
    throw new RangeError(
      `a false-alarm interval must lie above ${shortest} (the shortest here) and at most at ${MOST} observations, got ${every}`,
    );
}
