import { normalCdf } from "../../numeric/index.js";
import type { Sides } from "../detector.js";
import { checkPositive, checkSides } from "../parameters.js";

export interface ShewhartOptions {
  /** Control limit in sigma. Default 3 [Shewhart 1931]: one false alarm in 370 on both sides. */
  readonly limit?: number;
  /** Default "both". */
  readonly sides?: Sides;
}

/** @throws RangeError when a parameter is out of range. */
export function shewhartParameters({
  limit = 3,
  sides = "both",
}: ShewhartOptions): Required<ShewhartOptions> {
  checkPositive("limit", limit);
  checkSides(sides);
  return { limit, sides };
}

/**
 * Mean run length of the Shewhart chart on independent N(shift, 1), exact: 1 / P(alarm), with
 * P(alarm) = Phi(shift - limit), and Phi(-shift - limit) added when both sides are watched.
 *
 * @throws RangeError when a parameter is out of range.
 */
export function shewhartRunLength(options: ShewhartOptions = {}, shift = 0): number {
  const { limit, sides } = shewhartParameters(options);
  if (!Number.isFinite(shift)) throw new RangeError(`shift must be finite, got ${shift}`);
  const upper = normalCdf(shift - limit);
  return 1 / (sides === "both" ? upper + normalCdf(-shift - limit) : upper);
}
