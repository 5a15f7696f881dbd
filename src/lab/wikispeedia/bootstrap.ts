import { quantileSorted, type RandomStream } from "../../numeric/index.js";
import type { TargetTally } from "./tally.js";

/** A quantity of the test walks: a function of their summed tallies; undefined where no walk bears on it. */
export type Statistic = (total: TargetTally) => number | undefined;

export interface Interval {
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * Percentile bootstrap over targets [Davison & Hinkley 1997, section 2.4 and 5.3]: walks to one target are alike, so whole
 * targets are drawn with replacement. The resamples are drawn once and serve every statistic.
 *
 * @returns a function that gives a statistic with its interval of coverage `level`; without ends for fewer than two
 * targets.
 */
export function bootstrapOverTargets(
  tallies: readonly TargetTally[],
  replications: number,
  stream: RandomStream,
  level = 0.95,
): (statistic: Statistic) => Interval {
  const total = summed(tallies);
  const resamples =
    tallies.length < 2
      ? []
      : Array.from({ length: replications }, () =>
          summed(tallies.map(() => tallies[stream.integer(tallies.length)] as TargetTally)),
        );
  return (statistic) => {
    const value = total && statistic(total);
    const values = resamples.flatMap((resample) => (resample && statistic(resample)) ?? []);
    if (value === undefined || values.length === 0) return { value: value ?? null, lower: null, upper: null };
    const sorted = Float64Array.from(values).sort();
    const tail = (1 - level) / 2;
    return { value, lower: quantileSorted(sorted, tail), upper: quantileSorted(sorted, 1 - tail) };
  };
}

/** The tallies of all targets together; undefined for none. */
function summed(tallies: readonly TargetTally[]): TargetTally | undefined {
  const [first] = tallies;
  if (!first) return undefined;
  const zeros = <T extends readonly number[]>(rows: readonly T[]): number[][] =>
    rows.map((row) => row.map(() => 0));
  const stages = zeros(first.stages);
  const bins = zeros(first.bins);
  for (const tally of tallies) {
    addRows(stages, tally.stages);
    addRows(bins, tally.bins);
  }
  return {
    target: -1,
    walks: tallies.reduce((walks, tally) => walks + tally.walks, 0),
    stages: stages as unknown as TargetTally["stages"],
    bins: bins as unknown as TargetTally["bins"],
  };
}

function addRows(to: readonly number[][], rows: readonly (readonly number[])[]): void {
  for (let i = 0; i < to.length; i++) {
    const [into, from] = [to[i] as number[], rows[i] as readonly number[]];
    for (let k = 0; k < into.length; k++) into[k] = (into[k] as number) + (from[k] as number);
  }
}
