import { checkPositive } from "../limits.js";
import type { Knot } from "../schedule.js";

export interface PrbsOptions {
  readonly low: number;
  readonly high: number;
  /** Steps for which each value is held: about the time in which S is seen to answer. */
  readonly hold: number;
  /** Register length n: the sequence has 2^n - 1 values before it repeats. Default 4, 15 values. */
  readonly bits?: 3 | 4 | 5 | 6 | 7;
}

/** The taps of maximal-length registers, beside the last bit (Golomb, Shift Register Sequences). */
const TAP = { 3: 2, 4: 3, 5: 3, 6: 5, 7: 6 } as const;

/**
 * A pseudo-random binary sequence, one period of a shift register of maximal length: `schedule(prbs(...), "step")` probes with
 * it. It excites fast and slow responses alike and is nearly uncorrelated with any drift; every run has the same one.
 */
export function prbs({ low, high, hold, bits = 4 }: PrbsOptions): Knot[] {
  checkPositive({ hold, high });
  if (!(low >= 0 && low < high))
    throw new RangeError(`low must lie between 0 and high (${high}), got ${low}`);
  const register = Array.from({ length: bits }, (_, i) => i === bits - 1);
  return Array.from({ length: 2 ** bits - 1 }, (_, chip) => {
    const last = register.at(-1) as boolean;
    register.unshift(last !== register[TAP[bits] - 1]);
    register.pop();
    return { step: chip * hold, gamma: last ? high : low };
  });
}
