/** What uPlot does not draw by itself: grey gaps, marks and guides. Colours are the page's, read anew for light and dark. */
import type uPlot from "uplot";
import type { Drawing, Gap, Mark } from "./columns.js";

export const colour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** A colour, so much of it. */
export const faded = (name: string, share: number): string =>
  `color-mix(in srgb, ${colour(name)} ${share * 100}%, transparent)`;

const markColours: Record<Mark["kind"], string> = {
  alarm: "--bad",
  deployment: "--policy-4",
  policy: "--policy-3",
  note: "--plain",
  pause: "--plain",
  resume: "--plain",
  settings: "--plain",
};
const dashes: Partial<Record<Mark["kind"], number[]>> = { deployment: [6, 3], policy: [2, 3] };

/** Letter on a mark: kinds are told apart without colour. */
export const markLetter = (kind: Mark["kind"]): string => (kind === "pause" ? "X" : kind[0]!.toUpperCase());
export const markColour = (kind: Mark["kind"]): string => markColours[kind];

export const drawGaps = (u: uPlot, { gaps }: Pick<Drawing, "gaps">): void =>
  clipped(u, (ctx, { top, height, left, width }) => {
    ctx.fillStyle = faded("--muted", 0.22);
    for (const [from, to] of gaps as readonly Gap[]) {
      const [a, b] = [u.valToPos(from, "x", true), u.valToPos(to, "x", true)];
      if (b >= left && a <= left + width) ctx.fillRect(a, top, Math.max(b - a, 1), height);
    }
  });

export const drawMarks = (u: uPlot, { marks }: Pick<Drawing, "marks">): void =>
  clipped(u, (ctx, { top, height, left, width, ratio }) => {
    ctx.font = `600 ${11 * ratio}px system-ui, sans-serif`;
    const inView = marks
      .map(({ x, kind }) => ({ at: u.valToPos(x, "x", true), kind }))
      .filter(({ at }) => at >= left && at <= left + width)
      .sort((a, b) => a.at - b.at);
    for (const { at, kind } of inView) {
      ctx.strokeStyle = colour(markColours[kind]);
      ctx.lineWidth = 1.5 * ratio;
      ctx.setLineDash((dashes[kind] ?? []).map((dash) => dash * ratio));
      stroke(ctx, at, top + 14 * ratio, at, top + height);
    }
    for (const { at, kinds } of together(inView, 12 * ratio)) {
      const text = [...new Set(kinds.map(markLetter))].join("");
      const half = ctx.measureText(text).width / 2;
      ctx.textAlign = "center";
      ctx.fillStyle = colour(kinds.length === 1 ? markColours[kinds[0]!] : "--ink");
      ctx.fillText(text, Math.min(Math.max(at, left + half), left + width - half), top + 11 * ratio);
    }
  });

/** Marks that are nearer to the one before than `room` have one label. */
function together(marks: readonly { readonly at: number; readonly kind: Mark["kind"] }[], room: number) {
  const groups: { at: number; last: number; kinds: Mark["kind"][] }[] = [];
  for (const { at, kind } of marks) {
    const group = groups.at(-1);
    if (group !== undefined && at - group.last < room) {
      group.kinds.push(kind);
      group.last = at;
    } else groups.push({ at, last: at, kinds: [kind] });
  }
  return groups;
}

export const drawGuides = (u: uPlot, { guides }: Pick<Drawing, "guides">): void =>
  clipped(u, (ctx, { left, width, top, ratio }) => {
    ctx.font = `${11 * ratio}px system-ui, sans-serif`;
    ctx.textAlign = "right";
    let lowest = top;
    const inOrder = guides.map(({ y, text }) => ({ at: u.valToPos(y, "y", true), text }));
    for (const { at, text } of inOrder.sort((a, b) => a.at - b.at)) {
      ctx.strokeStyle = colour("--ink");
      ctx.lineWidth = ratio;
      ctx.setLineDash([5 * ratio, 4 * ratio]);
      stroke(ctx, left, at, left + width, at);
      // Above its line, or below where the label of another is.
      const base = at - 16 * ratio < lowest ? at + 13 * ratio : at - 5 * ratio;
      if (text !== "") lowest = base;
      label(ctx, text, left + width - 4 * ratio, base, ratio);
    }
  });

/** Readable over lines. */
function label(ctx: CanvasRenderingContext2D, text: string, x: number, y: number, ratio: number): void {
  ctx.setLineDash([]);
  ctx.lineWidth = 3 * ratio;
  ctx.lineJoin = "round";
  ctx.strokeStyle = colour("--page");
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colour("--ink");
  ctx.fillText(text, x, y);
}

/** Where a line goes if it goes on: its interval faint, its middle dashed. */
export const drawCone = (u: uPlot, { cone }: Pick<Drawing, "cone">): void =>
  clipped(u, (ctx, { ratio }) => {
    if (cone === undefined || cone.lower === null) return;
    const at = (x: number, y: number) => [u.valToPos(x, "x", true), u.valToPos(y, "y", true)] as const;
    const { x, y, limit, lower, median, upper, until } = cone;
    ctx.fillStyle = faded(cone.colour, 0.12);
    ctx.beginPath();
    ctx.moveTo(...at(x, y));
    ctx.lineTo(...at(lower, limit));
    ctx.lineTo(...at(upper ?? until, limit));
    if (upper === null) ctx.lineTo(...at(until, y));
    ctx.fill();
    if (median === null) return;
    ctx.strokeStyle = colour(cone.colour);
    ctx.lineWidth = 1.25 * ratio;
    ctx.setLineDash([4 * ratio, 4 * ratio]);
    stroke(ctx, ...at(x, y), ...at(median, limit));
  });

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Canvas pixels to one of the page. */
  readonly ratio: number;
}

function clipped(u: uPlot, draw: (ctx: CanvasRenderingContext2D, box: Box) => void): void {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  draw(ctx, { ...bbox, ratio: devicePixelRatio });
  ctx.restore();
}

function stroke(ctx: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
}
