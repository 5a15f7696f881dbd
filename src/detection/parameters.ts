/** @throws RangeError naming the parameter unless it is finite and above 0. */
export function checkPositive(name: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value)))
    throw new RangeError(`${name} must be finite and > 0, got ${value}`);
}

/** @throws RangeError naming the parameter unless it is finite and not below 0. */
export function checkNonNegative(name: string, value: number): void {
  if (!(value >= 0 && Number.isFinite(value)))
    throw new RangeError(`${name} must be finite and >= 0, got ${value}`);
}

/** @throws RangeError naming the parameter unless it lies in (0, 1]. */
export function checkFraction(name: string, value: number): void {
  if (!(value > 0 && value <= 1)) throw new RangeError(`${name} must lie in (0, 1], got ${value}`);
}

/** @throws RangeError naming the parameter unless it is a whole number of at least `least`. */
export function checkCount(name: string, value: number, least: number): void {
  if (!(Number.isSafeInteger(value) && value >= least))
    throw new RangeError(`${name} must be a whole number >= ${least}, got ${value}`);
}

/** @throws RangeError unless `sides` is one of the two. */
export function checkSides(sides: string): void {
  if (sides !== "upper" && sides !== "both")
    throw new RangeError(`sides must be "upper" or "both", got "${sides}"`);
}
