/** Labels written beside what they name, to the right of the frame, moved apart where they would overlap. */
import { Plot } from "./drawing.js";

export interface Label {
  readonly text: string;
  /** Value on the y axis that the label points to. */
  readonly at: number;
  readonly colour: string;
}

/** The part of a drawing that lines run in: the x axis from `start` (0) to `end`, the y axis over `domain`. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly start?: number;
  readonly end: number;
  readonly logX?: boolean;
  readonly domain: readonly [number, number];
  readonly log?: boolean;
}

/** @param gap Pixels from one label's middle to the next. @param lineWidth Ems after which a label wraps. */
export function sideLabels(
  labels: readonly Label[],
  frame: Frame,
  gap: number,
  lineWidth: number,
): Plot.Markish[] {
  const [to, from] = frame.log ? [Math.log10, (t: number) => 10 ** t] : [(y: number) => y, (y: number) => y];
  const [low, high] = [to(frame.domain[0]), to(frame.domain[1])];
  const perPixel = (high - low) / frame.height;
  const wanted = labels.map(({ at }) => to(at));
  const placed = spread(wanted, gap * perPixel, low, high).map(from);
  return labels.flatMap(({ text, at, colour }, i) => {
    const y = [placed[i]!];
    const [x1, x2] = [8, 19].map((pixels) => beyond(frame, pixels)) as [number, number];
    return [
      Plot.link(y, { x1, x2, y1: at, y2: y, stroke: colour, strokeWidth: 1 }),
      Plot.text(y, { x: x2, y, text: [text], dx: 4, textAnchor: "start", fill: colour, lineWidth }),
    ];
  });
}

/** The x that lies so many pixels to the right of the frame. */
function beyond({ width, start = 0, end, logX }: Frame, pixels: number): number {
  return logX ? end * (end / start) ** (pixels / width) : end + ((end - start) * pixels) / width;
}

/**
 * Moves `positions` as little as it takes, in least squares, until neighbours are `gap` apart within [low, high], in
 * their order: isotonic regression of position - rank x gap by pooling adjacent violators (Barlow et al. 1972).
 * Where there is too little room they run past `high`.
 */
export function spread(positions: readonly number[], gap: number, low: number, high: number): number[] {
  const order = positions.map((_, i) => i).sort((a, b) => positions[a]! - positions[b]!);
  const pools: { sum: number; size: number }[] = [];
  order.forEach((i, rank) => {
    let pool = { sum: positions[i]! - rank * gap, size: 1 };
    for (let last = pools.at(-1); last && last.sum / last.size >= pool.sum / pool.size; last = pools.at(-1)) {
      pool = { sum: pool.sum + last.sum, size: pool.size + last.size };
      pools.pop();
    }
    pools.push(pool);
  });
  const highest = Math.max(low, high - (positions.length - 1) * gap);
  const levels = pools.flatMap(({ sum, size }) => Array<number>(size).fill(sum / size));
  const placed = positions.slice();
  order.forEach((i, rank) => {
    placed[i] = Math.min(highest, Math.max(low, levels[rank]!)) + rank * gap;
  });
  return placed;
}
