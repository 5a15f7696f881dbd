/** The decision rule: what holds, which combination is picked, and whether it is told apart from the others that hold. */
import { overSeeds } from "../over-seeds.js";
import type { FrontierParameters, LearnerName } from "./parameters.js";
import {
  type Combination,
  everySeed,
  lateEntropy,
  lateFidelity,
  lateHalf,
  logRatio,
  over,
} from "./statistics.js";
import type { TrialRun } from "./trial.js";

export const question =
  "Which alignment energy, under which policy for gamma, holds the ethical entropy of a network that is trained on a proxy " +
  "objective for the least task loss? Which should one pick?";

export const rule =
  "The late S and late fidelity of a run are means over the measurements in the second half of the drift phase. A combination " +
  "of energy and policy holds when the upper end of the 95% interval over seeds (Student t) of late S is at most target + " +
  "tolerance and the lower end of that of late fidelity is above 1/2: S is also low for a network that is certain of a wrong goal. " +
  "Constants, chosen with hindsight, draw the frontier and are not picked. On each learner the pick is the combination of " +
  "least mean ln(task loss) among those that hold; it stands alone when the paired 95% interval over seeds of ln(task loss / " +
  "that of the pick) is above 0 for every other one that holds. one-pick: the same combination stands alone on all learners. " +
  "picks-differ: picks stand alone, and differ. tied: on some learner the pick is not told apart from another. none-holds: on " +
  "some learner nothing holds. Sample size: the seeds parameter.";

export type Verdict = "one-pick" | "picks-differ" | "tied" | "none-holds";

export interface Choice {
  readonly learner: LearnerName;
  readonly holding: readonly Combination[];
  readonly pick: Combination | undefined;
  /** Combinations that hold and are not told apart from the pick. */
  readonly tied: readonly Combination[];
}

export function holds({ runs }: Combination, { target, tolerance }: FrontierParameters): boolean {
  const entropy = over(runs, lateEntropy);
  const fidelity = over(runs, lateFidelity);
  if (entropy === undefined || fidelity === undefined) return false;
  return entropy.upper <= target + tolerance && fidelity.lower > 0.5;
}

/** S is held, and the intended goal is not what the network is certain of: the upper end of fidelity is below 1/2. */
export function holdsWrongGoal({ runs }: Combination, { target, tolerance }: FrontierParameters): boolean {
  const entropy = over(runs, lateEntropy);
  const fidelity = over(runs, lateFidelity);
  if (entropy === undefined || fidelity === undefined) return false;
  return entropy.upper <= target + tolerance && fidelity.upper < 0.5;
}

export function choose(
  learner: LearnerName,
  candidates: readonly Combination[],
  p: FrontierParameters,
): Choice {
  const holding = candidates.filter((candidate) => candidate.learner === learner && holds(candidate, p));
  const loss = ({ runs, free }: Combination): number =>
    (logRatio(runs, free) ?? [Number.POSITIVE_INFINITY]).reduce((sum, x) => sum + x, 0);
  const [pick] = [...holding].sort((a, b) => loss(a) - loss(b));
  const tied = holding.filter((other) => {
    if (pick === undefined || other === pick) return false;
    const dearer = overSeeds(logRatio(other.runs, pick.runs) ?? []);
    return !(dearer !== undefined && dearer.lower > 0);
  });
  return { learner, holding, pick, tied };
}

export function decide(choices: readonly Choice[]): Verdict {
  if (choices.some(({ pick }) => pick === undefined)) return "none-holds";
  if (choices.some(({ tied }) => tied.length > 0)) return "tied";
  const picks = new Set(choices.map(({ pick }) => `${pick?.energy} ${pick?.policy}`));
  return picks.size === 1 ? "one-pick" : "picks-differ";
}

/** Most that a policy may pay over the best constant that holds too. */
const PRICE = 1.5;

/**
 * Seeds in which S is held at the target within its interval, |late S - target| at most the mean half-width of the late
 * intervals of S over inputs, at a task loss at most 1.5 times that of the best constant gamma of this energy whose late S is
 * in or below that interval. Without such a constant there is nothing to pay more than.
 */
export function controlledSeeds(
  { runs }: Combination,
  constants: readonly Combination[],
  { target }: FrontierParameters,
): boolean[] {
  const above = (run: TrialRun): number =>
    ((lateEntropy(run) ?? Number.POSITIVE_INFINITY) - target) / (lateHalf(run) ?? 1);
  return runs.map((run, seed) => {
    const rivals = constants
      .map((constant) => constant.runs[seed] as TrialRun)
      .filter((rival) => above(rival) <= 1);
    const least = Math.min(
      ...(everySeed(rivals.map(({ taskLoss }) => taskLoss)) ?? [Number.POSITIVE_INFINITY]),
    );
    return Math.abs(above(run)) <= 1 && run.taskLoss !== null && run.taskLoss <= PRICE * least;
  });
}
