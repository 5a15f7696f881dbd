/** Where a response that falls with work crosses a level. */
import type { Response } from "./shapes.js";

/**
 * gamma above which the response stays at or below `level`, interpolated linearly in ln gamma between the last gamma
 * that is above the level and the next; undefined when none with gamma > 0 is above it, or the largest still is.
 */
export function crossingOf(points: readonly Response[], level: number): number | undefined {
  const sorted = points.filter(({ gamma }) => gamma > 0).toSorted((a, b) => a.gamma - b.gamma);
  const above = sorted.findLastIndex(({ value }) => value > level);
  const [before, after] = [sorted[above], sorted[above + 1]];
  if (before === undefined || after === undefined) return undefined;
  const share = (before.value - level) / (before.value - after.value);
  return before.gamma * (after.gamma / before.gamma) ** share;
}

/** Factor by which the search goes on, and the most factors it goes: 4^12 = 1.7e7, for a law that is 1e5 off. */
const FACTOR = 4;
const LONGEST = 12;
/** Halvings, in ln gamma, of a bracket of one factor. */
const HALVINGS = 2;

/**
 * Runs further gammas until the crossing of `level` lies between two that are a factor 4^(1/4) apart at most: by factors
 * of 4 down from the smallest or up from the largest seen, then by halving. The points run, in order.
 *
 * @param points seen already, at least one with gamma > 0.
 */
export function bracketCrossing<Point extends Response>(
  points: readonly Point[],
  level: number,
  run: (gamma: number) => Point | undefined,
): Point[] {
  const added: Point[] = [];
  const seen = (): Response[] =>
    [...points, ...added].filter(({ gamma }) => gamma > 0).sort((a, b) => a.gamma - b.gamma);
  const tryAt = (gamma: number): boolean => {
    const point = run(gamma);
    if (point !== undefined) added.push(point);
    return point !== undefined;
  };
  for (let k = 0; k < LONGEST && crossingOf(seen(), level) === undefined; k++) {
    const all = seen();
    const last = all.at(-1) as Response;
    const next = last.value > level ? last.gamma * FACTOR : (all[0] as Response).gamma / FACTOR;
    if (!tryAt(next)) return added;
  }
  for (let k = 0; k < HALVINGS; k++) {
    const all = seen();
    const above = all.findLastIndex(({ value }) => value > level);
    const [before, after] = [all[above], all[above + 1]];
    if (before === undefined || after === undefined) return added;
    if (after.gamma / before.gamma <= FACTOR ** (1 / 2 ** HALVINGS)) return added;
    if (!tryAt(Math.sqrt(before.gamma * after.gamma))) return added;
  }
  return added;
}

/** `points` gammas from centre / reach to centre x reach, evenly in ln gamma. */
export function gridAround(centre: number, points: number, reach: number): number[] {
  return Array.from({ length: points }, (_, i) => centre * reach ** ((2 * i) / (points - 1) - 1));
}
