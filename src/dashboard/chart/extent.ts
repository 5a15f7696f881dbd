/** Least of values for which "the middle of them" says something. */
const LEAST = 40;

/**
 * Least and largest of the middle share of the values, and of the last of each column: a few that are far out, as slopes are
 * while they rest on two windows, would leave nothing of the others to be seen.
 *
 * @param share of all values that are finite. All, where they are few.
 * @returns undefined where there are none.
 */
export function middleExtent(
  columns: readonly (readonly (number | null)[])[],
  share: number,
): readonly [number, number] | undefined {
  const finite = columns.map((column) => column.filter((value) => value !== null && Number.isFinite(value)));
  const all = Float64Array.from(finite.flat()).sort();
  if (all.length === 0) return undefined;
  const left = all.length < LEAST ? 0 : Math.floor(((1 - share) / 2) * all.length);
  const last = finite.flatMap((column) => (column.length === 0 ? [] : [column.at(-1)!]));
  return [Math.min(all[left]!, ...last), Math.max(all[all.length - 1 - left]!, ...last)];
}
