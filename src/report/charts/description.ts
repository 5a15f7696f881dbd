/** A chart in words, for those who cannot see it. */
import type { Chart, ChartPanel, ChartPoint } from "../../contracts/index.js";
import { exact, figureText, number } from "../numbers.js";

/** Up to so many points are all said, of more only the ends and the extremes. */
const FEW = 8;

export function describePanel(chart: Chart, { series, guides = [], events = [] }: ChartPanel): string {
  const all = series.map(({ look, points }) => `${chart.series[look]}: ${course(chart, points)}`);
  const lines = [...guides, ...events].map(({ at, label }) => `${label} at ${number(at)}`);
  const compare = lines.length === 0 ? "" : ` To compare with: ${lines.join("; ")}.`;
  return `${chart.y.label} against ${chart.x.label}. ${all.join(". ")}.${compare}`;
}

function course(chart: Chart, points: readonly ChartPoint[]): string {
  const known = points.filter(({ value }) => value !== null);
  const text = (point: ChartPoint | undefined): string => (point ? pointText(chart, point) : "");
  if (known.length === 0) return "nothing is defined";
  if (known.length <= FEW) return known.map(text).join("; ");
  const sorted = [...known].sort((a, b) => a.value! - b.value!);
  return `from ${text(known[0])} to ${text(known.at(-1))}; lowest ${text(sorted[0])}, highest ${text(sorted.at(-1))}`;
}

function pointText({ x, y }: Chart, point: ChartPoint): string {
  const { value, lower = null, upper = null, xLower = null, xUpper = null } = point;
  if (y.categories)
    return `${y.categories[value!]} ${figureText({ value: point.x, lower: xLower, upper: xUpper })}`;
  const at = x.categories ? x.categories[point.x]! : exact(point.x);
  return `${figureText({ value, lower, upper })} at ${at}`;
}
