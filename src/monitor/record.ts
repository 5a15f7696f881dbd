import type { Streams } from "./signatures/streams.js";
import { standardError } from "./standard-error.js";
import type { WindowReport } from "./window-report.js";

/**
 * Time, S with its standard error, and fidelity with its, of the last windows with data, oldest first. Plain JSON. What a
 * failure is named by: "from the start" and "first" are meant of these windows.
 */
export type WindowRecord = readonly (readonly [
  time: number,
  entropy: number,
  error: number,
  fidelity: number | null,
  fidelityError: number | null,
])[];

/** As many as a ramp is fitted to without leaving out onsets; the names were tested on records of 40. */
const LENGTH = 60;

/** Windows without S leave no trace. */
export function remember(
  record: WindowRecord,
  { start, end, entropy, fidelity }: WindowReport,
): WindowRecord {
  if (entropy === null) return record;
  const told =
    fidelity === null ? ([null, null] as const) : ([fidelity.value, standardError(fidelity)] as const);
  return [...record, [(start + end) / 2, entropy.value, standardError(entropy), ...told] as const].slice(
    -LENGTH,
  );
}

/** S, and the fidelity where it was measured. */
export function streamsOf(record: WindowRecord): Streams {
  const fidelity = record.flatMap(([time, , , value, error]) =>
    value === null || error === null ? [] : [{ time, value, standardError: error }],
  );
  return {
    entropy: record.map(([time, value, error]) => ({ time, value, standardError: error })),
    ...(fidelity.length > 0 && { fidelity }),
  };
}

/** Time from the first window of the record to the last. */
export const spanOf = (record: WindowRecord): number =>
  record.length === 0 ? 0 : record[record.length - 1]![0] - record[0]![0];
