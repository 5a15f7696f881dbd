/** What each run's calls say about its goal. */
import { estimateBackground, NONE_OF_THESE, type ToolGoal, toolGoalInference } from "../../goals/index.js";
import type { Run } from "./tasks.js";

/** ln P(run | goal) of every run, the last goal being "none of these": [runs][goals + 1]. */
export async function logLikelihoods(
  runs: readonly Run[],
  goals: readonly ToolGoal[],
  report: (done: number) => Promise<void>,
): Promise<number[][]> {
  const tools = new Set(goals.flatMap(({ actions }) => actions.map(({ tool }) => tool)));
  const background = estimateBackground(
    runs.map(({ calls }) => calls),
    tools,
  );
  const inference = toolGoalInference([...goals, NONE_OF_THESE], background);
  const rows: number[][] = [];
  for (const { calls } of runs) {
    rows.push(Array.from(inference.logLikelihoods(calls)));
    await report(rows.length / runs.length);
  }
  return rows;
}

/** p(goal | run) with equal prior weights. */
export function posterior(logLikelihood: readonly number[]): number[] {
  const top = Math.max(...logLikelihood);
  const weights = logLikelihood.map((x) => Math.exp(x - top));
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((w) => w / total);
}
