import type { Reading } from "./slope.js";

/** @throws RangeError when a value is not finite, a standard error not positive, or time does not advance from `last`. */
export function checkReading(
  { time, value, standardError }: Reading,
  last: Reading | null | undefined,
): void {
  if (!Number.isFinite(time) || !Number.isFinite(value))
    throw new RangeError(`a reading must be finite, got ${value} at time ${time}`);
  if (!(standardError > 0 && Number.isFinite(standardError)))
    throw new RangeError(`a standard error must be positive and finite, got ${standardError}`);
  if (last && !(time > last.time))
    throw new RangeError(`readings must advance in time: ${time} after ${last.time}`);
}
