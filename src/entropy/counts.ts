/** What the estimators need to know of a count vector, read in the one pass that also checks it. */
export interface CountSummary {
  /** Sum of the counts. */
  readonly n: number;
  /** K: bins, empty ones included. */
  readonly bins: number;
  /** Bins with a count above 0. */
  readonly occupied: number;
  /** f_1: bins with a count of exactly 1. */
  readonly singletons: number;
  /** f_2: bins with a count of exactly 2. */
  readonly doubletons: number;
}

/** @throws RangeError naming the first count that is negative, not finite or, if `integer`, not whole. */
export function summariseCounts(counts: ArrayLike<number>, integer = false): CountSummary {
  const bins = counts.length;
  let n = 0;
  let occupied = 0;
  let singletons = 0;
  let doubletons = 0;
  for (let i = 0; i < bins; i++) {
    const count = counts[i];
    if (!(count >= 0 && count < Infinity) || (integer && Math.floor(count) !== count)) {
      const expected = integer ? "a non-negative integer" : "a non-negative finite number";
      throw new RangeError(`count ${i} must be ${expected}, got ${count}`);
    }
    n += count;
    if (count > 0) occupied++;
    if (count === 1) singletons++;
    else if (count === 2) doubletons++;
  }
  if (n === Infinity) throw new RangeError("the counts must have a finite sum, got Infinity");
  return { n, bins, occupied, singletons, doubletons };
}

/** Counts of counts: `multiplicities[j]` bins hold the count `values[j]`; values ascend, 0 included. */
export interface CountsOfCounts {
  readonly values: Float64Array;
  readonly multiplicities: Float64Array;
}

/** Groups equal counts, so that K bins cost no more than their distinct counts. */
export function countsOfCounts(counts: ArrayLike<number>): CountsOfCounts {
  const bins = new Map<number, number>();
  for (let i = 0; i < counts.length; i++) bins.set(counts[i], (bins.get(counts[i]) ?? 0) + 1);
  const values = Float64Array.from(bins.keys()).sort();
  return { values, multiplicities: values.map((value) => bins.get(value)!) };
}
