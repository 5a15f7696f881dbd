/**
 * Three ways in which a response may fall with work, and which of them the data prefer. All are y = b + c phi(gamma):
 *
 * - step: phi = 1 below g, 0 from g on: a jump, a transition of first order. g is taken halfway, in ln gamma, between
 *   two of the gammas seen.
 * - kink: phi = max(0, 1 - gamma / g): what dS/dt = sigma - gamma over a fixed time predicts, a continuous transition
 *   with its boundary at g.
 * - crossover: phi = 1 / (1 + (gamma / g)^h): a logistic curve in ln gamma, with no boundary.
 *
 * b and c by least squares, g and h by search. BIC = n ln(RSS / n + r^2) + k ln n with k the parameters and the variance,
 * and r the resolution below which differences are not told apart.
 */
export type Shape = "step" | "kink" | "crossover" | "flat";

export interface Response {
  readonly gamma: number;
  readonly value: number;
}

export interface ShapeFit {
  readonly shape: Shape;
  readonly bic: number;
  /** g; null of a flat response. */
  readonly at: number | null;
  /** h of a crossover. */
  readonly steepness: number | null;
}

/** Steepness from nearly flat to a jump: at 64 the response falls from 90% to 10% while gamma grows by 7%. */
const STEEPNESS = [0.25, 64] as const;

/** The four fits. @param points at least five, one with gamma = 0. */
export function fitShapes(points: readonly Response[], resolution: number): ShapeFit[] {
  const sorted = points.toSorted((a, b) => a.gamma - b.gamma);
  const positive = sorted.map(({ gamma }) => gamma).filter((gamma) => gamma > 0);
  const [low, high] = [Math.log(positive[0] as number), Math.log(positive.at(-1) as number)];
  const n = sorted.length;
  const bic = (residual: number, parameters: number): number =>
    n * Math.log(residual / n + resolution ** 2) + parameters * Math.log(n);
  const rss = (phi: (gamma: number) => number): number => residualOf(sorted, phi);

  const edges = positive.slice(1).map((gamma, i) => Math.sqrt(gamma * (positive[i] as number)));
  const step = leastOf(edges, (g) => rss((gamma) => (gamma < g ? 1 : 0)));
  const margin = Math.log(4);
  const kink = descend([[low - margin, high + margin]], ([g]) => rss(kinkAt(Math.exp(g as number))));
  const crossover = descend(
    [[low - margin, high + margin], STEEPNESS.map(Math.log) as [number, number]],
    ([g, h]) => rss(crossoverAt(Math.exp(g as number), Math.exp(h as number))),
  );
  return [
    {
      shape: "flat",
      bic: bic(
        rss(() => 0),
        2,
      ),
      at: null,
      steepness: null,
    },
    { shape: "step", bic: bic(step.value, 4), at: step.at, steepness: null },
    { shape: "kink", bic: bic(kink.value, 4), at: Math.exp(kink.at[0] as number), steepness: null },
    {
      shape: "crossover",
      bic: bic(crossover.value, 5),
      at: Math.exp(crossover.at[0] as number),
      steepness: Math.exp(crossover.at[1] as number),
    },
  ];
}

const kinkAt =
  (g: number) =>
  (gamma: number): number =>
    Math.max(0, 1 - gamma / g);

const crossoverAt =
  (g: number, h: number) =>
  (gamma: number): number =>
    1 / (1 + (gamma / g) ** h);

/** Sum of squares left by the best b + c phi. */
function residualOf(points: readonly Response[], phi: (gamma: number) => number): number {
  const n = points.length;
  let [sx, sy] = [0, 0];
  const x = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const { gamma, value } = points[i] as Response;
    x[i] = phi(gamma);
    sx += x[i] as number;
    sy += value;
  }
  let [xx, xy, yy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const dx = (x[i] as number) - sx / n;
    const dy = (points[i] as Response).value - sy / n;
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  return Math.max(0, xx > 1e-12 ? yy - (xy * xy) / xx : yy);
}

function leastOf(candidates: readonly number[], f: (at: number) => number): { at: number; value: number } {
  let best = { at: Number.NaN, value: Number.POSITIVE_INFINITY };
  for (const at of candidates) {
    const value = f(at);
    if (value < best.value) best = { at, value };
  }
  return best;
}

/** Points along an axis of the first grid, and of the later ones, each half as wide. */
const [FIRST, LATER, ROUNDS] = [17, 5, 14];

/** Least value over a box: the best point of a grid, then of ever smaller grids around the best so far. */
function descend(
  box: readonly Range[],
  f: (at: readonly number[]) => number,
): { at: readonly number[]; value: number } {
  let best = { at: [] as readonly number[], value: Number.POSITIVE_INFINITY };
  const search = (ranges: readonly Range[], size: number): void => {
    for (const at of gridOf(ranges, size)) {
      const value = f(at);
      if (value < best.value) best = { at, value };
    }
  };
  search(box, FIRST);
  for (let round = 0; round < ROUNDS; round++) {
    const around = box.map(([low, high], axis): Range => {
      const half = ((high - low) / (FIRST - 1)) * 2 ** -round;
      const centre = best.at[axis] as number;
      return [Math.max(low, centre - half), Math.min(high, centre + half)];
    });
    search(around, LATER);
  }
  return best;
}

type Range = readonly [low: number, high: number];

const gridOf = (ranges: readonly Range[], size: number): number[][] =>
  ranges.reduce<number[][]>(
    (points, [low, high]) =>
      points.flatMap((point) =>
        Array.from({ length: size }, (_, i) => [...point, low + ((high - low) * i) / (size - 1)]),
      ),
    [[]],
  );
