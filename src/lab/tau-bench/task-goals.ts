/** The runs of one task as a population: which goals do they have, and how surely is that known from so few? */
import type { TauBenchTask } from "../../contracts/index.js";
import {
  episodeLikelihoods,
  fitMixture,
  measureGoals,
  NONE_OF_THESE,
  type ToolGoal,
  weightEntropy,
} from "../../goals/index.js";
import type { RandomStream } from "../../numeric/index.js";
import type { Run } from "./tasks.js";

export interface TaskGoals extends TauBenchTask {
  /** S of the weights of maximum likelihood: the plug-in estimate, biased low. */
  readonly plugIn: number;
}

/**
 * The posterior of each task's goal distribution, by Gibbs sampling.
 *
 * @param rows ln P(run | goal), [runs][goals + 1].
 */
export async function taskGoals(
  { goals, runs }: { readonly goals: readonly ToolGoal[]; readonly runs: readonly Run[] },
  rows: readonly (readonly number[])[],
  stream: RandomStream,
  report: (done: number) => Promise<void>,
): Promise<TaskGoals[]> {
  const tasks = runsByTask(runs);
  const names = [...goals.map(({ name }) => name), NONE_OF_THESE.name];
  const result: TaskGoals[] = [];
  for (const [task, members] of tasks.entries()) {
    await report(task / tasks.length);
    const intended = runs[members[0]!]!.intended;
    const likelihood = members.flatMap((r) => rows[r]!);
    const { entropy, fidelity, warnings } = measureGoals(likelihood, names.length, {
      names,
      stream: stream.split("task", task),
      intended: Float64Array.from({ length: names.length }, (_, g) => Number(g === intended)),
      method: "gibbs",
    })!;
    result.push({
      task,
      intended: goals[intended]!.name,
      runs: members.length,
      successes: members.filter((r) => runs[r]!.success).length,
      entropy,
      fidelity,
      warnings: [...warnings],
      plugIn: weightEntropy(fitMixture(episodeLikelihoods(likelihood, names.length))!.weights),
    });
  }
  return result;
}

/** What is held of S before any run: the posterior given a run that says nothing. */
export function priorEntropy(goals: number, stream: RandomStream): number {
  return measureGoals(new Float64Array(goals), goals, { stream, method: "gibbs" })!.entropy.value;
}

/** Indices of the runs of each task, by the task's number. */
export const runsByTask = (runs: readonly Run[]): number[][] =>
  [...new Set(runs.map(({ task }) => task))].map((task) =>
    runs.flatMap((run, r) => (run.task === task ? [r] : [])),
  );
