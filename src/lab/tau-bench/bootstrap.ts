import type { Figure } from "../../contracts/index.js";
import { quantileSorted, type RandomStream } from "../../numeric/index.js";

/** A statistic of the runs of some tasks, each a list of run indices, with the indices of those tasks. */
type Statistic = (rows: readonly (readonly number[])[], tasks: readonly number[]) => number | undefined;

/**
 * Percentile bootstrap over tasks [Efron & Tibshirani 1993, chapter 13]: runs of one task are not independent, so tasks
 * are drawn whole. Every statistic sees the same resamples. Resamples in which it is undefined are left out.
 */
export function overTasks(
  byTask: readonly (readonly number[])[],
  { resamples, stream, level = 0.95 }: { resamples: number; stream: RandomStream; level?: number },
): (statistic: Statistic) => Figure {
  const draw = (): number[] => byTask.map(() => stream.integer(byTask.length));
  const drawn = Array.from({ length: resamples }, draw);
  const rowsOf = (tasks: readonly number[]) => tasks.map((t) => byTask[t]!);
  return (statistic) => {
    const value = statistic(byTask, [...byTask.keys()]);
    const values = drawn
      .map((tasks) => statistic(rowsOf(tasks), tasks))
      .filter((x) => x !== undefined)
      .sort((a, b) => a - b);
    if (value === undefined || values.length === 0) return { value: null, lower: null, upper: null };
    return {
      value,
      lower: quantileSorted(values, (1 - level) / 2),
      upper: quantileSorted(values, (1 + level) / 2),
      level,
      method: "percentile bootstrap over tasks",
      n: byTask.length,
    };
  };
}
