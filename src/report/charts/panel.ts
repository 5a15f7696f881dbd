/** The frame that charts of values share: margins, scales, grid, names of the axes, a strip and lines to compare with. */
import type { Html } from "../html.js";
import { type Axis, axisTitles, placeOn, scaleOf, type TitlePlaces, ticksOf } from "./axes.js";
import { draw, Plot, type Size } from "./drawing.js";
import type { Frame } from "./labels.js";

/** Pixels of a drawing's viewBox. */
export interface Layout extends Omit<Size, "kind"> {
  readonly margins: {
    readonly marginTop: number;
    readonly marginRight: number;
    readonly marginBottom: number;
    readonly marginLeft: number;
  };
  readonly titles: TitlePlaces;
}

export interface FittedLayout extends Layout {
  readonly kind: Size["kind"];
}

/** One of several pictures side by side. */
export const small: Layout = {
  width: 420,
  height: 250,
  fontSize: 12.5,
  margins: { marginTop: 28, marginRight: 10, marginBottom: 42, marginLeft: 46 },
  titles: { dx: -38, dy: -20, below: 36 },
};

/** The same frame with so many pixels more above it, below the name of the vertical axis. */
export const withRoomAbove = (layout: Layout, room: number): Layout => ({
  ...layout,
  height: layout.height + room,
  margins: { ...layout.margins, marginTop: layout.margins.marginTop + room },
  titles: { ...layout.titles, dy: layout.titles.dy - room },
});

interface FittedOptions {
  readonly heights: readonly [wide: number, narrow: number];
  readonly left?: number;
  /** Default: 12, where nothing is written beside the frame. */
  readonly right?: readonly [wide: number, narrow: number];
  readonly bottom?: number;
  readonly below?: number;
}

/** A picture of its own, for wide and for narrow screens. */
export function fittedLayouts({
  heights,
  left = 46,
  right = [12, 12],
  bottom = 44,
  below = 38,
}: FittedOptions): readonly [FittedLayout, FittedLayout] {
  const layout = (kind: Size["kind"], i: 0 | 1): FittedLayout => ({
    kind,
    width: [860, 380][i]!,
    height: heights[i],
    fontSize: [13, 11][i]!,
    margins: { marginTop: 34, marginRight: right[i], marginBottom: bottom, marginLeft: left },
    titles: { dx: -34, dy: -26, below },
  });
  return [layout("wide", 0), layout("narrow", 1)];
}

export interface Panel {
  readonly name: string;
  /** For those who cannot see it: what it is, and what it shows. */
  readonly title: string;
  readonly desc: string;
  readonly layout: Layout;
  readonly x: Axis;
  readonly y: Axis;
  /** Horizontal, to compare with. */
  readonly strip?: readonly [number, number] | undefined;
  readonly guides?: readonly number[];
  /** Drawn beneath the grid. */
  readonly behind?: Plot.Markish[];
  readonly marks: Plot.Markish[];
}

export function panel({ name, title, desc, layout, x, y, strip, guides = [], behind, marks }: Panel): Html {
  const { width, height, fontSize, margins, titles } = layout;
  const onY = placeOn(y);
  const grid = { stroke: "var(--line)", strokeOpacity: 1 };
  return draw({
    name,
    alternative: { title, desc },
    width,
    height,
    ...margins,
    style: { fontSize: `${fontSize}px` },
    x: scaleOf(x, 4),
    y: scaleOf(y, 0, y.categories !== undefined),
    marks: [
      ...(behind ?? []),
      strip
        ? Plot.rect([0], {
            x1: x.domain[0],
            x2: x.domain[1],
            y1: onY(strip[0]),
            y2: onY(strip[1]),
            fill: "var(--ink)",
            fillOpacity: 0.09,
          })
        : null,
      y.categories ? Plot.gridX({ ...grid, ticks: ticksOf(x) }) : Plot.gridY({ ...grid, ticks: ticksOf(y) }),
      between(x).length > 0 ? Plot.ruleX(between(x), { stroke: "var(--line)" }) : null,
      between(y).length > 0 ? Plot.ruleY(between(y), { stroke: "var(--line)" }) : null,
      guides.length > 0 ? Plot.ruleY([...guides], { stroke: "var(--muted)", strokeWidth: 1.25 }) : null,
      axisTitles(y.label, x.label, titles),
      x.zero === undefined
        ? null
        : Plot.text(["0"], { x: [x.zero], frameAnchor: "bottom", lineAnchor: "top", dy: 7 }),
      y.zero === undefined ? null : Plot.text(["0"], { y: [y.zero], frameAnchor: "left", dx: -8 }),
      marks,
    ],
  });
}

/** The borders between categories. */
const between = ({ categories = [] }: Axis): number[] => categories.slice(1).map((_, i) => i + 0.5);

/** The part of the drawing within the margins, for labels beside it. */
export const frameOf = ({ width, height, margins }: Layout, x: Axis, y: Axis): Frame => ({
  width: width - margins.marginLeft - margins.marginRight,
  height: height - margins.marginTop - margins.marginBottom,
  start: x.domain[0],
  end: x.domain[1],
  logX: x.log ?? false,
  domain: y.domain,
  log: y.log ?? false,
});
