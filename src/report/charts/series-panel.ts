/**
 * Series of values against one another, with the intervals of either: as lines with bands, or as points alone. Series in
 * one category stand side by side. A key beside it says which is which.
 */
import type { ChartPanel, ChartPoint } from "../../contracts/index.js";
import type { Html } from "../html.js";
import { markerFill, type PolicyLook } from "../palette.js";
import { eventMarks, eventRoom, guideLabels, type Note } from "./annotations.js";
import { type Axis, placeOn } from "./axes.js";
import { Plot } from "./drawing.js";
import { type Panel, panel, withRoomAbove } from "./panel.js";

export interface SeriesPanel extends Omit<Panel, "guides" | "behind" | "marks"> {
  readonly mark: "line" | "points";
  /** Series that are lines among points. */
  readonly lines?: readonly number[] | undefined;
  /** Of all series, whether they have points here or not; `look` of a series is an index in it. */
  readonly looks: readonly PolicyLook[];
  readonly series: ChartPanel["series"];
  /** Named horizontal lines, and vertical ones. Those out of sight are left out. */
  readonly guides?: readonly Note[];
  readonly events?: readonly Note[];
}

export function seriesPanel({
  mark,
  lines = [],
  looks,
  series,
  guides,
  events,
  ...frame
}: SeriesPanel): Html {
  const within =
    ({ domain: [low, high] }: Axis) =>
    ({ at }: Note): boolean =>
      at >= low && at <= high;
  const { x, y } = frame;
  const shownEvents = (events ?? []).filter(within(x));
  const layout = withRoomAbove(frame.layout, eventRoom(shownEvents, frame.layout, x));
  const shownGuides = (guides ?? []).filter(within(y));
  const isLine = ({ look }: { readonly look: number }): boolean => mark === "line" || lines.includes(look);
  const drawn = (some: ChartPanel["series"]) => ({ x, y, looks, series: some, plain: mark === "points" });
  return panel({
    ...frame,
    layout,
    guides: shownGuides.map(({ at }) => at),
    marks: [
      eventMarks(shownEvents, layout, x),
      lineMarks(drawn(series.filter(isLine))),
      pointMarks(drawn(series.filter((one) => !isLine(one)))),
      guideLabels(shownGuides, layout, y),
    ],
  });
}

interface Drawn {
  readonly x: Axis;
  readonly y: Axis;
  readonly looks: readonly PolicyLook[];
  readonly series: ChartPanel["series"];
  /** Whether lines have no markers, for others have them. */
  readonly plain: boolean;
}

/** Every marker of a line with so many points, else some. */
const FEW = 16;

function lineMarks({ x, y, looks, series, plain }: Drawn): Plot.Markish[] {
  const [onX, onY] = [placeOn(x), placeOn(y)];
  return series.map(({ look: index, points }) => {
    const look = looks[index]!;
    const place = { x: (point: ChartPoint) => onX(point.x) };
    const apart = Math.ceil(points.length / FEW);
    const marked = points.filter((_, i) => (points.length - 1 - i) % apart === 0);
    return [
      Plot.areaY(points, {
        ...place,
        y1: (point) => interval(point.lower, point.upper, y)?.[0] ?? Number.NaN,
        y2: (point) => interval(point.lower, point.upper, y)?.[1] ?? Number.NaN,
        fill: look.colour,
        fillOpacity: 0.13,
      }),
      Plot.line(points, {
        ...place,
        y: ({ value }) => onY(value),
        stroke: look.colour,
        strokeWidth: 2,
        strokeDasharray: look.dash,
      }),
      plain ? null : Plot.dot(marked, { ...place, y: ({ value }) => onY(value), r: 3, ...marker(look) }),
    ];
  });
}

function pointMarks({ x, y, looks, series }: Drawn): Plot.Markish[] {
  const [onX, onY] = [placeOn(x), placeOn(y)];
  const apart = sideBySide(x, y, series, looks.length);
  return series.map(({ look: index, points }) => {
    const look = looks[index]!;
    const { dx, dy, pixels } = apart(index);
    const placed = points.flatMap((point) =>
      point.value === null ? [] : [{ ...point, at: onX(point.x + dx), high: onY(point.value + dy) }],
    );
    const bar = { stroke: look.colour, strokeWidth: 1.75, dx: pixels };
    const ends = (of: (point: ChartPoint) => readonly [number, number] | undefined) =>
      placed.flatMap((point) => {
        const span = of(point);
        return span ? [{ ...point, from: span[0], to: span[1] }] : [];
      });
    const vertical = ends(({ lower, upper }) => interval(lower, upper, y));
    const horizontal = ends(({ xLower, xUpper }) => interval(xLower, xUpper, x));
    return [
      Plot.ruleX(vertical, { x: "at", y1: "from", y2: "to", ...bar }),
      horizontal.length > 0 ? Plot.ruleY(horizontal, { y: "high", x1: "from", x2: "to", ...bar }) : null,
      Plot.dot(placed, { x: "at", y: "high", r: 3.5, dx: pixels, ...marker(look) }),
    ];
  });
}

const marker = (look: PolicyLook) => ({
  symbol: look.symbol,
  fill: markerFill(look),
  stroke: look.colour,
});

/** Both ends of an interval on the axis. One that is missing beside the other is open: it runs to the edge. */
export function interval(
  lower: number | null | undefined,
  upper: number | null | undefined,
  axis: Pick<Axis, "domain">,
): readonly [number, number] | undefined {
  const known = typeof lower === "number" || typeof upper === "number";
  const on = placeOn(axis);
  return known ? [on(lower ?? -Infinity), on(upper ?? Infinity)] : undefined;
}

/** Share of a category's room that its series take. */
const ROOM = 0.72;
/** Pixels between series that would lie on one another. */
const STEP = 5;

/** How far each series moves from where it is: within its category, or by a few pixels where x was chosen for all. */
function sideBySide(x: Axis, y: Axis, series: ChartPanel["series"], ranks: number) {
  const off = (rank: number): number => (ranks < 2 ? 0 : rank / (ranks - 1) - 0.5);
  if (x.categories) return (rank: number) => ({ dx: ROOM * off(rank), dy: 0, pixels: 0 });
  if (y.categories) return (rank: number) => ({ dx: 0, dy: ROOM * ((rank + 0.5) / ranks - 0.5), pixels: 0 });
  const points = series.flatMap((one) => one.points);
  const measured = points.some(({ xLower, xUpper }) => xLower != null || xUpper != null);
  const shared = new Set(points.map((point) => point.x)).size <= points.length / 2;
  const step = measured || !shared ? 0 : STEP;
  return (rank: number) => ({ dx: 0, dy: 0, pixels: step * (rank - (ranks - 1) / 2) });
}
