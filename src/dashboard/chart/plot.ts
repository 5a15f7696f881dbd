/** uPlot over a drawing: only what is in view is handed to it, thinned to the pixels that there are. */
import uPlot from "uplot";
import type { Drawing, Line, Range } from "./columns.js";
import { picked, visible } from "./decimate.js";
import { middleExtent } from "./extent.js";
import { colour, drawCone, drawGaps, drawGuides, drawMarks, faded } from "./ink.js";

export interface PlotOptions {
  /** Seconds since 1970, or a number. */
  readonly time: boolean;
  /** Lowest and highest y, where they do not follow the data. */
  readonly floor?: number | undefined;
  readonly ceiling?: number | undefined;
  /** Share of the points, the middle ones, that y shows at least; the others may be out of sight. Default all. */
  readonly share?: number | undefined;
  /** What x counts, where it is no time. */
  readonly across?: string | undefined;
  /** Charts of one key show one cursor. */
  readonly together: string;
  /** Index of the point under the cursor, null for none. */
  readonly onPoint: (place: number | null) => void;
}

export interface Plot {
  readonly over: HTMLElement;
  draw(drawing: Drawing, range: Range): void;
  resize(width: number, height: number): void;
  /** x at a distance from the left edge of the drawing area. */
  at(left: number): number;
  redraw(): void;
  destroy(): void;
}

/** @param shape the lines that will be drawn: their names and which have intervals do not change. */
export function plot(target: HTMLElement, shape: readonly Line[], options: PlotOptions): Plot {
  let now: Drawing = { x: new Float64Array(), lines: [], gaps: [], marks: [], guides: [] };
  let places: readonly number[] = [];
  let middle: readonly [number, number] | undefined;
  const u = new uPlot(
    {
      width: Math.max(target.clientWidth, 50),
      height: Math.max(target.clientHeight, 50),
      legend: { show: false },
      cursor: {
        drag: { x: false, y: false, setScale: false },
        sync: { key: options.together },
        points: { size: 7 },
      },
      scales: {
        x: { time: options.time, range: (_, min, max) => [min, max] },
        y: { range: (_, min, max) => yRange(...(middle ?? ([min, max] as const)), now, options) },
      },
      axes: [xAxis(options), axis(52)],
      series: [{}, ...shape.flatMap(seriesOf)],
      bands: bandsOf(shape),
      hooks: {
        drawClear: [(plot) => drawGaps(plot, now)],
        draw: [
          (plot) => drawCone(plot, now),
          (plot) => drawGuides(plot, now),
          (plot) => drawMarks(plot, now),
        ],
        setCursor: [({ cursor: { idx } }) => options.onPoint(idx == null ? null : (places[idx] ?? null))],
      },
    },
    [[], ...shape.flatMap(() => [[], [], []])] as unknown as uPlot.AlignedData,
    target,
  );
  return {
    over: u.over,
    draw(drawing, { from, to }) {
      now = drawing;
      places = visible(drawing.x, drawing.lines, from, to, u.bbox.width / devicePixelRatio);
      const columns = drawing.lines.flatMap(({ value, lower = value, upper = value }) =>
        [value, lower, upper].map((column) => picked(column, places)),
      );
      middle = options.share === undefined ? undefined : middleExtent(columns, options.share);
      u.batch(() => {
        u.setData([picked(drawing.x, places), ...columns] as unknown as uPlot.AlignedData, false);
        u.setScale("x", { min: from, max: to });
      });
    },
    resize: (width, height) => u.setSize({ width, height }),
    at: (left) => u.posToVal(left, "x"),
    redraw: () => u.redraw(),
    destroy: () => u.destroy(),
  };
}

const SECOND = 1;
const MINUTE = 60;
const DAY = 86_400;
/** As uPlot wants it: from which step on, how, and what stands below where the year, the month or the day changes. */
const clock: (number | string | null)[][] = [
  [365 * DAY, "{YYYY}", null, null, null, null, null, null, 1],
  [28 * DAY, "{MMM}", "\n{YYYY}", null, null, null, null, null, 1],
  [DAY, "{D} {MMM}", "\n{YYYY}", null, null, null, null, null, 1],
  [MINUTE, "{HH}:{mm}", "\n{D} {MMM} {YYYY}", null, "\n{D} {MMM}", null, null, null, 1],
  [SECOND, "{HH}:{mm}:{ss}", "\n{D} {MMM} {YYYY}", null, "\n{D} {MMM}", null, null, null, 1],
];

const axis = (size: number): uPlot.Axis => ({
  stroke: () => colour("--muted"),
  grid: { stroke: () => colour("--line"), width: 1 },
  ticks: { stroke: () => colour("--line"), width: 1, size: 4 },
  font: "12px system-ui, sans-serif",
  size,
});

const xAxis = ({ time, across }: PlotOptions): uPlot.Axis =>
  time
    ? { ...axis(42), values: clock }
    : {
        ...axis(28),
        ...(across === undefined
          ? {}
          : { label: across, labelSize: 16, labelFont: "12px system-ui, sans-serif" }),
      };

/** A line, and the edges of its interval, which are only there for the band between them. */
function seriesOf({ name, colour: of, lower, dash = [], seldom: spanGaps = false }: Line): uPlot.Series[] {
  const edge: uPlot.Series = {
    spanGaps,
    stroke: "transparent",
    width: 0,
    points: { show: false },
    show: lower !== undefined,
  };
  return [
    {
      label: name,
      spanGaps,
      stroke: () => colour(of),
      width: 1.75,
      dash,
      points: { size: 5, fill: () => colour(of) },
    },
    edge,
    edge,
  ];
}

const bandsOf = (shape: readonly Line[]): uPlot.Band[] =>
  shape.flatMap(({ colour: of, lower }, i): uPlot.Band[] =>
    lower === undefined ? [] : [{ series: [3 * i + 3, 3 * i + 2], fill: () => faded(of, 0.2) }],
  );

/** Room for the letters of the marks above, and for every guide. */
function yRange(
  min: number | null,
  max: number | null,
  { guides }: Drawing,
  { floor, ceiling }: PlotOptions,
): [number, number] {
  const ys = [...guides.map(({ y }) => y), ...(min === null ? [] : [min]), ...(max === null ? [] : [max])];
  if (floor !== undefined) ys.push(floor);
  if (ys.length === 0) return [0, 1];
  const [low, high] = [Math.min(...ys), Math.max(...ys)];
  const span = high - low || Math.abs(high) || 1;
  return [floor ?? low - 0.08 * span, ceiling ?? high + 0.16 * span];
}
