/** What one seed's runs of one architecture say, each as one number; the numbers of several seeds make an interval. */
import type { Figure } from "../../contracts/index.js";
import { type Estimate, mean } from "../../numeric/index.js";
import { overSeeds } from "../over-seeds.js";
import type { ValidateLambdaParameters } from "./parameters.js";
import type { TrialPoint, TrialRun } from "./trial.js";

const average = (values: readonly number[]): number => mean(values) as number;

/** Mean of the logarithm of what is measured, over all measurements of all runs. */
export const meanLog =
  (read: (point: TrialPoint) => number) =>
  (runs: readonly TrialRun[]): number =>
    average(runs.flatMap(({ points }) => points.map((point) => Math.log(read(point)))));

/** Share of a run's measurements with lambda_max in the range. */
export function inRange({ points }: TrialRun, [low = 0, high = 0]: readonly number[]): number {
  return points.filter(({ fisherMax }) => fisherMax >= low && fisherMax <= high).length / points.length;
}

/** ln of largest over smallest lambda_max of a run. */
export function logMovement({ points }: TrialRun): number {
  const logs = points.map(({ fisherMax }) => Math.log(fisherMax));
  return Math.max(...logs) - Math.min(...logs);
}

/** ln of how lambda_max jumps when the objective changes, at the same parameters. */
export function logShift({ points }: TrialRun): number {
  const after = points.findIndex(({ phase }) => phase === "shifted");
  const [last, first] = [points[after - 1], points[after]] as [TrialPoint, TrialPoint];
  return Math.log(first.fisherMax / last.fisherMax);
}

/** ln of the Hessian's top eigenvalue over 2 / rate, its mean over the second half of the learning phase. */
export function logEdge({ cell, points }: TrialRun): number {
  const learning = points.filter(({ phase }) => phase === "learning");
  const late = learning.slice(Math.floor(learning.length / 2));
  return average(late.map(({ hessianMax }) => Math.log((hessianMax * cell.rate) / 2)));
}

/**
 * Least-squares slope of a run's mean ln lambda_max on ln width and ln rate, by name; undefined with one value of it. On
 * a full grid the two do not mix.
 */
export function exponent(runs: readonly TrialRun[], by: "width" | "rate"): number | undefined {
  const x = runs.map(({ cell }) => Math.log(cell[by]));
  const y = runs.map((run) => meanLog((point) => point.fisherMax)([run]));
  const [centreX, centreY] = [average(x), average(y)];
  const spread = x.reduce((sum, value) => sum + (value - centreX) ** 2, 0);
  if (spread < 1e-12) return undefined;
  return x.reduce((sum, value, i) => sum + (value - centreX) * ((y[i] as number) - centreY), 0) / spread;
}

/** How a mean over seeds becomes a figure: as it is, as the exponential of a logarithm, or as a share within [0, 1]. */
const scales = {
  plain: { of: (x: number) => x, method: "Student t" },
  logarithm: { of: Math.exp, method: "Student t of the logarithms" },
  share: { of: (x: number) => Math.min(1, Math.max(0, x)), method: "Student t within [0, 1]" },
} as const;

/** The Student-t interval over seeds of one number a seed, as a figure. */
export function figure(
  values: readonly (number | undefined)[],
  scale: keyof typeof scales = "plain",
): Figure {
  const known = values.flatMap((value) => (value === undefined ? [] : [value]));
  if (known.length === 0 || known.length < values.length)
    return { value: null, lower: null, upper: null, unit: "1" };
  const { of, method } = scales[scale];
  const estimate = overSeeds(known);
  if (estimate === undefined) return { value: of(average(known)), lower: null, upper: null, unit: "1" };
  const { value, lower, upper, level, n } = estimate;
  return {
    value: of(value),
    lower: of(lower),
    upper: of(upper),
    unit: "1",
    level,
    method,
    n,
    covers: "seeds",
  };
}

export type Standing = "holds" | "fails" | "undecided";

/** Whether most measurements lie in the assumed range. */
export function rangeStands(shares: readonly number[]): Standing {
  return compare(overSeeds(shares), 0.5);
}

/** Whether lambda_max stays within the margin during a run. */
export function stabilityStands(
  movements: readonly number[],
  { margin }: ValidateLambdaParameters,
): Standing {
  return compare(overSeeds(movements.map((movement) => -movement)), -Math.log(margin));
}

function compare(estimate: Estimate | undefined, threshold: number): Standing {
  if (estimate === undefined) return "undecided";
  if (estimate.lower >= threshold) return "holds";
  return estimate.upper < threshold ? "fails" : "undecided";
}
