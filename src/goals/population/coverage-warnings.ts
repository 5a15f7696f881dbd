/**
 * Where the interval of S was seen to cover more or less often than it says: the cells of the experiment
 * calibrate-entropy outside 93 to 97% at a level of 95%. See docs/design/goal-entropy-intervals.md.
 */
import type { EpisodeLikelihoods } from "./episode-likelihoods.js";
import type { EffectiveCounts } from "./laplace.js";
import type { EntropyLimits } from "./summary.js";

export interface CoverageWarning {
  /**
   * "few": episodes in all, the interval leans on the prior. "rare": episodes of other goals than the first, it covers
   * less often than it says. "end": it reaches 0 or ln K and covers more often.
   */
  readonly kind: "few" | "rare" | "end";
  readonly text: string;
}

/** Effective episodes from which on no cell was seen to lean on the prior. */
const FEW = 30;
/** Effective episodes of other goals than the most frequent from which on no cell was seen to cover too little. */
const RARE = 10;

/** @param names one a goal. */
export function coverageWarnings(
  { episodes }: EpisodeLikelihoods,
  { counts, designEffect }: EffectiveCounts,
  limits: EntropyLimits,
  level: number,
  names: readonly string[],
): readonly CoverageWarning[] {
  return [...few(episodes, episodes / designEffect), ...rare(counts, names), ...end(limits, level)];
}

function few(episodes: number, effective: number): CoverageWarning[] {
  if (effective >= FEW) return [];
  const lean = `below ${FEW} the intervals lean on the prior`;
  if (episodes === 1) return [{ kind: "few", text: `a single episode says little; ${lean}` }];
  const doubt =
    effective < 0.9 * episodes
      ? `: their goals are in doubt, and they say as much about S as ${effective.toFixed(0)} certain ones`
      : "";
  return [{ kind: "few", text: `${episodes} episodes are few${doubt}; ${lean}` }];
}

function rare(counts: Float64Array, names: readonly string[]): CoverageWarning[] {
  let [total, top] = [0, 0];
  for (let g = 0; g < counts.length; g++) {
    total += counts[g];
    if (counts[g] > counts[top]) top = g;
  }
  const others = total - counts[top];
  if (others >= RARE) return [];
  return [
    {
      kind: "rare",
      text:
        `the episodes hold the worth of ${others.toFixed(1)} that pursue another goal than ${names[top]}; below ${RARE} ` +
        "the interval of S was seen to contain it somewhat less often than it says",
    },
  ];
}

function end({ oneGoal, equalWeights }: EntropyLimits, level: number): CoverageWarning[] {
  const reached = [
    ...(oneGoal > 1 - level ? ["a single goal (S = 0)"] : []),
    ...(equalWeights > 1 - level ? ["equally frequent goals (S = ln K)"] : []),
  ];
  if (reached.length === 0) return [];
  return [
    {
      kind: "end",
      text: `the episodes do not rule out ${reached.join(" or ")}: the interval of S reaches there, and contains it more often than it says`,
    },
  ];
}
