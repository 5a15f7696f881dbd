/** Draws a chart that an experiment gave as data: its panels on shared axes. */
import type { Chart, ChartPanel, ChartPoint } from "../../contracts/index.js";
import type { Html } from "../html.js";
import { lookOf, type PolicyLook } from "../palette.js";
import { spoken } from "../typography.js";
import { type Axis, categoryAxis } from "./axes.js";
import { describePanel } from "./description.js";
import { type Extents, linearAxis, logAxis } from "./domain.js";
import { fit } from "./fit.js";
import { fittedLayouts, type Layout, small } from "./panel.js";
import { seriesPanel } from "./series-panel.js";

export interface DrawnPanel {
  readonly title: string | undefined;
  /** A panel alone is drawn for wide and for narrow screens. */
  readonly drawings: readonly [Html] | readonly [wide: Html, narrow: Html];
}

export interface DrawnChart {
  readonly panels: readonly DrawnPanel[];
  /** What cannot be seen, in sentences. */
  readonly notes: readonly string[];
}

export const looksOf = ({ series }: Chart): PolicyLook[] => series.map((_, i) => lookOf(i));

export interface DrawOptions {
  /** Before the id of the chart in the names of its drawings, where a page has charts of several results. */
  readonly prefix?: string;
  /** Whether a panel alone is drawn no larger than one of several. */
  readonly compact?: boolean;
}

export function drawChart(given: Chart, { prefix = "chart", compact = false }: DrawOptions = {}): DrawnChart {
  const [chart, lost] = withoutNegatives(given);
  const [x, y] = [xAxis(chart), yAxis(chart)];
  const drawn = (one: ChartPanel, name: string, layout: Layout): Html => {
    const title = one.title === undefined ? chart.title : `${chart.title}: ${one.title}`;
    return seriesPanel({
      name: `${prefix}-${chart.id}-${name}`,
      title: spoken(title),
      desc: spoken(describePanel(given, one)),
      mark: chart.mark,
      lines: chart.lines,
      ...fit(layout, x, y, chart.series.length),
      looks: looksOf(chart),
      series: one.series,
      strip: one.strip,
      guides: one.guides ?? [],
      events: one.events ?? [],
    });
  };
  const [only, ...others] = chart.panels;
  const alone = (panel: ChartPanel) =>
    fittedLayouts({ heights: [340, 300] }).map((layout) => drawn(panel, layout.kind, layout)) as [Html, Html];
  return {
    panels:
      only && others.length === 0 && !compact
        ? [{ title: only.title, drawings: alone(only) }]
        : chart.panels.map((one, i) => ({ title: one.title, drawings: [drawn(one, String(i), small)] })),
    notes: notes(chart, x, y, lost),
  };
}

const pointsOf = ({ panels }: Chart): ChartPoint[] =>
  panels.flatMap(({ series }) => series.flatMap(({ points }) => points));
const present = (values: readonly (number | null | undefined)[]): number[] =>
  values.filter((value) => typeof value === "number");

function xAxis(chart: Chart): Axis {
  const points = pointsOf(chart);
  return axisOf(chart.x, {
    core: [
      ...points.map(({ x }) => x),
      ...chart.panels.flatMap(({ events = [] }) => events.map(({ at }) => at)),
    ],
    ends: present(points.flatMap(({ xLower, xUpper }) => [xLower, xUpper])),
    pad: chart.mark === "line" ? 0 : 0.05,
  });
}

function yAxis(chart: Chart): Axis {
  const points = pointsOf(chart);
  const compare = chart.panels.flatMap(({ guides = [], strip = [] }) => [
    ...guides.map(({ at }) => at),
    ...strip,
  ]);
  return axisOf(chart.y, {
    core: [...present(points.map(({ value }) => value)), ...compare],
    ends: present(points.flatMap(({ lower, upper }) => [lower, upper])),
    pad: 0.06,
  });
}

function axisOf({ label, log, categories }: Chart["x"], extents: Extents): Axis {
  if (categories) return categoryAxis(label, categories);
  return log ? logAxis(label, extents) : linearAxis(label, extents);
}

/** A logarithmic axis has no place for what lies below zero: such points are left out and counted. */
function withoutNegatives(chart: Chart): [Chart, number] {
  let lost = 0;
  const kept = (point: ChartPoint): ChartPoint => {
    const bad = (chart.x.log && point.x < 0) || (chart.y.log && point.value !== null && point.value < 0);
    if (bad) lost++;
    return bad ? { x: Math.max(0, point.x), value: null } : point;
  };
  const panels = chart.panels.map((one) => ({
    ...one,
    series: one.series.map(({ look, points }) => ({ look, points: points.map(kept) })),
  }));
  return [{ ...chart, panels }, lost];
}

function notes(chart: Chart, x: Axis, y: Axis, lost: number): string[] {
  const known = pointsOf(chart).filter(({ value }) => value !== null);
  const beyond = (
    lower: number | null | undefined,
    upper: number | null | undefined,
    { domain }: Axis,
  ): boolean =>
    (typeof lower === "number" && lower < domain[0]) ||
    (typeof upper === "number" && upper > domain[1]) ||
    (typeof lower === "number") !== (typeof upper === "number");
  const cut = known.some(
    ({ lower, upper, xLower, xUpper }) => beyond(lower, upper, y) || beyond(xLower, xUpper, x),
  );
  return [
    ...(known.length === 0 ? ["Every value is undefined: there is nothing to draw."] : []),
    ...(cut ? ["An interval that reaches the edge goes on beyond it."] : []),
    ...(lost > 0
      ? [`Left out, for a logarithmic axis cannot show what lies below zero: ${lost} of the points.`]
      : []),
  ];
}
