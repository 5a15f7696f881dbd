/** What one seed says of one method, each as one number; the numbers of several seeds make an interval. */
import { mean } from "../../numeric/index.js";
import type { Condition, EvolutionName, MethodName, NonGradientTrial, TrialRun } from "./trial.js";
import type { Point } from "./world.js";

/** The run of a method under a condition; undefined where it diverged. */
export function runOf(
  { runs }: NonGradientTrial,
  method: MethodName,
  condition: Condition,
): TrialRun | undefined {
  const run = runs.find((one) => one.method === method && one.condition === condition);
  return run === undefined || run.divergedAt !== null ? undefined : run;
}

/** Mean over the last quarter of a run's measurements. */
export function late({ points }: TrialRun, read: (point: Point) => number): number {
  return mean(points.slice(Math.floor((3 * points.length) / 4)).map(read)) as number;
}

const entropy = (point: Point): number => point.entropy;

/** Late minus first S. */
export function rise(run: TrialRun | undefined): number | undefined {
  return run && late(run, entropy) - (run.points[0] as Point).entropy;
}

/** How much more of the goals goes to those that the proxy rewards under selection for it than under none. */
export function selected(trial: NonGradientTrial, method: EvolutionName): number | undefined {
  const [proxy, none] = [runOf(trial, method, 0), runOf(trial, method, "no selection")];
  const share = (point: Point): number => point.proxyGoals;
  return proxy && none && late(proxy, share) - late(none, share);
}

/** Least-squares slope of late S on the share of work, nats for a share of one. */
export function dose(
  trial: NonGradientTrial,
  method: MethodName,
  shares: readonly number[],
): number | undefined {
  const values = shares.map((share) => {
    const run = runOf(trial, method, share);
    return run && late(run, entropy);
  });
  if (values.some((value) => value === undefined)) return undefined;
  const centre = mean(shares) as number;
  const spread = shares.reduce((sum, share) => sum + (share - centre) ** 2, 0);
  return shares.reduce((sum, share, i) => sum + (share - centre) * (values[i] as number), 0) / spread;
}

/** Late S at the largest share minus that at none. */
export function lowered(
  trial: NonGradientTrial,
  method: MethodName,
  shares: readonly number[],
): number | undefined {
  const [none, most] = [runOf(trial, method, 0), runOf(trial, method, shares.at(-1) as number)];
  return none && most && late(most, entropy) - late(none, entropy);
}

/**
 * S of a method under the proxy minus that of gradient descent, each where it first reached the same proxy loss: the larger
 * of the two late losses, which both have reached. S by interpolation between measurements.
 */
export function atMatchedLoss(trial: NonGradientTrial, method: EvolutionName): number | undefined {
  const [run, gradient] = [runOf(trial, method, 0), runOf(trial, "gradient", 0)];
  if (run === undefined || gradient === undefined) return undefined;
  const loss = Math.max(...[run, gradient].map((one) => late(one, (point) => point.proxyLoss)));
  const [own, other] = [entropyAtLoss(run, loss), entropyAtLoss(gradient, loss)];
  return own === undefined || other === undefined ? undefined : own - other;
}

/** Undefined for a run that starts below the loss, or stays above it. */
function entropyAtLoss({ points }: TrialRun, loss: number): number | undefined {
  const after = points.findIndex(({ proxyLoss }) => proxyLoss <= loss);
  if (after < 1) return undefined;
  const [a, b] = [points[after - 1], points[after]] as [Point, Point];
  const share = (a.proxyLoss - loss) / (a.proxyLoss - b.proxyLoss);
  return a.entropy + share * (b.entropy - a.entropy);
}
