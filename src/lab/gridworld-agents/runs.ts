/** What a run comes to: one number a seed for each question asked of it. */
import { mean } from "../../numeric/index.js";
import type { Condition } from "./conditions.js";
import type { TrialPoint, TrialRun } from "./training-run.js";
import type { GridworldAgentsTrial } from "./trial.js";
import type { WorldName } from "./worlds/registry.js";

/** The trials of one world. */
export interface WorldRuns {
  readonly world: WorldName;
  readonly trials: readonly GridworldAgentsTrial[];
}

export function byWorld(trials: readonly GridworldAgentsTrial[]): WorldRuns[] {
  const worlds = [...new Set(trials.map(({ world }) => world))];
  return worlds.map((world) => ({ world, trials: trials.filter((trial) => trial.world === world) }));
}

export const runOf = (trial: GridworldAgentsTrial, condition: Condition | string): TrialRun => {
  const id = typeof condition === "string" ? condition : condition.id;
  const found = trial.runs.find((run) => run.condition === id);
  if (found === undefined) throw new RangeError(`no run of ${id}`);
  return found;
};

/** Mean over the measurements of the second half of training; undefined for a run that diverged. */
export function late(
  { points, divergedAt }: TrialRun,
  read: (point: TrialPoint) => number,
): number | undefined {
  if (divergedAt !== null) return undefined;
  return mean(points.slice(Math.floor(points.length / 2)).map(read));
}

/** Largest value of any measurement. */
export const peak = ({ points }: TrialRun, read: (point: TrialPoint) => number): number =>
  Math.max(...points.map(read));

/** `late` less the first measurement. */
export function change(run: TrialRun, read: (point: TrialPoint) => number): number | undefined {
  const [first] = run.points;
  const end = late(run, read);
  return end === undefined || first === undefined ? undefined : end - read(first);
}

/** Difference of two numbers that may be missing. */
export const less = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a - b;

export const readings = {
  reward: (point: TrialPoint) => point.reward,
  performance: (point: TrialPoint) => point.performance,
  entropy: (point: TrialPoint) => point.entropy,
  fidelity: (point: TrialPoint) => point.fidelity,
  divergence: (point: TrialPoint) => point.divergence,
  gamma: (point: TrialPoint) => point.gamma,
} as const;
