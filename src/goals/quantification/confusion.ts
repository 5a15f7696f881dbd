/**
 * What a classifier's labels say about true classes, from a calibration set. Matrices are row-major with one row a
 * predicted label and one column a true class: [labels * classes].
 */
export interface Confusion {
  readonly classes: number;
  readonly labels: number;
  /** Calibration items by label and class. */
  readonly counts: Float64Array;
  /** Calibration items of each class, [classes]. */
  readonly items: Float64Array;
  /** M, P(label | class): the columns sum to one. */
  readonly rates: Float64Array;
}

/**
 * @param counts of the calibration set, [labels * classes], non-negative; rates with columns that sum to one also do
 *   where no interval is asked for.
 * @throws RangeError for a class without calibration items: nothing is known about its labels.
 */
export function confusion(counts: ArrayLike<number>, classes: number): Confusion {
  const labels = counts.length / classes;
  if (!(Number.isInteger(classes) && classes >= 2 && Number.isInteger(labels) && labels >= 1))
    throw new RangeError(
      `expected labels x classes counts of at least 2 classes, got ${counts.length} and ${classes}`,
    );
  const items = new Float64Array(classes);
  for (let i = 0; i < counts.length; i++) {
    if (!(counts[i] >= 0 && counts[i] < Infinity))
      throw new RangeError(`calibration count ${i} must be non-negative and finite, got ${counts[i]}`);
    items[i % classes] += counts[i];
  }
  const empty = items.indexOf(0);
  if (empty >= 0) throw new RangeError(`class ${empty} has no calibration item`);
  return {
    classes,
    labels,
    counts: Float64Array.from(counts),
    items,
    rates: Float64Array.from(counts, (count, i) => count / items[i % classes]),
  };
}

/** Checks observed labels, counts or shares, and returns how many there are. */
export function totalOf(observed: ArrayLike<number>, { labels }: Confusion): number {
  if (observed.length !== labels)
    throw new RangeError(`expected a count for each of ${labels} labels, got ${observed.length}`);
  let total = 0;
  for (let i = 0; i < labels; i++) {
    if (!(observed[i] >= 0 && observed[i] < Infinity))
      throw new RangeError(`observed count ${i} must be non-negative and finite, got ${observed[i]}`);
    total += observed[i];
  }
  return total;
}
