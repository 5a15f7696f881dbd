/** What gamma may be, and how fast it may move. */
export interface Limits {
  /** Least gamma. Default 0: negative work would push the goals apart. */
  readonly minimum?: number;
  /** Largest gamma. */
  readonly maximum: number;
  /** Largest change of gamma per optimiser step. Default: none. */
  readonly rate?: number;
}

/** The gammas that may follow `gamma` after `elapsed` steps. */
export interface Reach {
  readonly lowest: number;
  readonly highest: number;
}

export function reach({ minimum = 0, maximum, rate }: Limits, gamma: number, elapsed: number): Reach {
  const change = rate === undefined ? Number.POSITIVE_INFINITY : rate * elapsed;
  return { lowest: Math.max(minimum, gamma - change), highest: Math.min(maximum, gamma + change) };
}

export const within = (value: number, { lowest, highest }: Reach): number =>
  Math.min(highest, Math.max(lowest, value));

export const withinBounds = (value: number, { minimum = 0, maximum }: Limits): number =>
  within(value, { lowest: minimum, highest: maximum });

/** @throws RangeError for limits that leave no room. */
export function checkLimits({ minimum = 0, maximum, rate }: Limits): void {
  checkPositive({ maximum });
  if (!(minimum >= 0 && minimum <= maximum))
    throw new RangeError(`minimum must lie between 0 and maximum (${maximum}), got ${minimum}`);
  if (rate !== undefined) checkPositive({ rate });
}

/** @throws RangeError naming the first of `values` that is not positive and finite. */
export function checkPositive(values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!(value > 0 && Number.isFinite(value)))
      throw new RangeError(`${name} must be positive and finite, got ${value}`);
  }
}

/**
 * S of K goals lies in [0, ln K], and so must what it is to be held at.
 * @throws RangeError for any other target.
 */
export function checkTarget(target: number, goals: number): void {
  if (!(Number.isInteger(goals) && goals >= 2))
    throw new RangeError(`goals must be a whole number >= 2, got ${goals}`);
  if (!(target >= 0 && target <= Math.log(goals)))
    throw new RangeError(
      `target must be finite and >= 0, and at most ln ${goals} = ${Math.log(goals).toPrecision(4)}, the largest S of ${goals} goals; got ${target}`,
    );
}
