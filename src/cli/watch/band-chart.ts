/** One column of a chart: a value with its interval, or null for a gap. */
export type BandPoint = { readonly value: number; readonly lower: number; readonly upper: number } | null;

/**
 * A chart in text, one column a window and `height` rows from `top` down to 0: the value "●" in its band "░". Where a
 * guide is given its row is "─"; a gap is a blank column with "·" at the foot.
 */
export function bandChart(
  points: readonly BandPoint[],
  { height, top, guide }: { height: number; top: number; guide?: number | undefined },
): string[] {
  const rowOf = (value: number): number =>
    Math.min(height - 1, Math.max(0, Math.floor((1 - value / top) * height)));
  const cell = (point: BandPoint, row: number): string => {
    if (point === null) return row === height - 1 ? "·" : " ";
    if (row === rowOf(point.value)) return "●";
    if (row >= rowOf(point.upper) && row <= rowOf(point.lower)) return "░";
    return guide !== undefined && row === rowOf(guide) ? "─" : " ";
  };
  return Array.from({ length: height }, (_, row) => points.map((point) => cell(point, row)).join(""));
}
