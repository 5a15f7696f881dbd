/** What one run comes to, and what the runs of a combination come to over seeds. */

import type { Figure } from "../../contracts/index.js";
import { type Estimate, mean } from "../../numeric/index.js";
import { overSeeds } from "../over-seeds.js";
import type { LearnerName } from "./parameters.js";
import type { FrontierTrial, TrialPoint, TrialRun } from "./trial.js";

/** One energy under one policy on one learner: its runs, one a seed, beside those without work. */
export interface Combination {
  readonly learner: LearnerName;
  readonly energy: string;
  readonly policy: string;
  readonly runs: readonly TrialRun[];
  readonly free: readonly TrialRun[];
}

export const nameOf = ({ learner, energy, policy }: Combination): string => `${learner}_${energy}_${policy}`;

export function combinations(trials: readonly FrontierTrial[]): Combination[] {
  const learners = [...new Set(trials.map(({ learner }) => learner))];
  return learners.flatMap((learner) => {
    const mine = trials.filter((trial) => trial.learner === learner);
    const free = mine.map(({ runs }) => runs[0] as TrialRun);
    return (mine[0]?.runs ?? []).slice(1).map(({ energy, policy }, i) => ({
      learner,
      energy: energy as string,
      policy,
      runs: mine.map(({ runs }) => runs[i + 1] as TrialRun),
      free,
    }));
  });
}

const secondHalf = ({ points }: TrialRun): readonly TrialPoint[] =>
  points.slice(Math.floor(points.length / 2));

/** Mean over the second half of a run; undefined where it diverged. */
export const late =
  (read: (point: TrialPoint) => number) =>
  (run: TrialRun): number | undefined =>
    run.diverged === null ? mean(secondHalf(run).map(read)) : undefined;

export const lateEntropy = late((point) => point.entropy);
export const lateFidelity = late((point) => point.fidelity);
export const lateGamma = late((point) => point.gamma);
export const lateHalf = late((point) => point.half);

/** Standard deviation of S about its line in the second half: what a limit cycle would raise. */
export function swing(run: TrialRun): number | undefined {
  if (run.diverged !== null) return undefined;
  const points = secondHalf(run);
  const centre = mean(points.map(({ step }) => step)) as number;
  const level = mean(points.map(({ entropy }) => entropy)) as number;
  const spread = points.reduce((sum, { step }) => sum + (step - centre) ** 2, 0);
  const slope =
    points.reduce((sum, { step, entropy }) => sum + (step - centre) * (entropy - level), 0) / spread;
  const squares = points.reduce(
    (sum, { step, entropy }) => sum + (entropy - level - slope * (step - centre)) ** 2,
    0,
  );
  return Math.sqrt(squares / (points.length - 2));
}

/** Values of every seed, or undefined where one of them has none: a mean over the rest would flatter. */
export function everySeed(values: readonly (number | null | undefined)[]): number[] | undefined {
  const known = values.filter((value) => value !== null && value !== undefined);
  return known.length === values.length && known.length > 0 ? known : undefined;
}

export const over = (
  runs: readonly TrialRun[],
  read: (run: TrialRun) => number | undefined,
): Estimate | undefined => overSeeds(everySeed(runs.map(read)) ?? []);

/** ln of the task loss of each seed over that of another run of the same seed. */
export function logRatio(runs: readonly TrialRun[], others: readonly TrialRun[]): number[] | undefined {
  const losses = everySeed(runs.map(({ taskLoss }) => taskLoss));
  const against = everySeed(others.map(({ taskLoss }) => taskLoss));
  if (losses === undefined || against === undefined) return undefined;
  return losses.map((loss, i) => Math.log(loss / (against[i] as number)));
}

const NONE: Figure = { value: null, lower: null, upper: null };

/** What a quantity can be; an interval is cut to it. */
export type Range = readonly [lowest: number, highest: number];

export function figure(
  values: readonly number[] | undefined,
  unit: string,
  [lowest, highest]: Range = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
): Figure {
  if (values === undefined) return { ...NONE, unit };
  const estimate = overSeeds(values);
  if (estimate === undefined) return { ...NONE, value: mean(values) ?? null, unit };
  const [lower, upper] = [Math.max(lowest, estimate.lower), Math.min(highest, estimate.upper)];
  return { ...estimate, lower, upper, covers: "seeds", unit };
}

/** A ratio as the geometric mean over seeds, so that its interval stays positive. */
export function ratioFigure(logs: readonly number[] | undefined): Figure {
  const { value, lower, upper, ...rest } = figure(logs, "1");
  const exp = (x: number | null): number | null => (x === null ? null : Math.exp(x));
  return {
    ...rest,
    value: exp(value),
    lower: exp(lower),
    upper: exp(upper),
    ...(lower !== null && { method: "Student t of the logarithms" }),
  };
}
