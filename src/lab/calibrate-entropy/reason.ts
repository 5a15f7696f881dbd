import type { Proportion } from "./proportion.js";
import type { CellTally } from "./trial.js";

/** Coverage of a 95% interval that counts as right. */
export const BAND = [0.93, 0.97] as const;
export const ENOUGH_EPISODES = 30;

/** Share of replications with a warning from which on it explains too low a coverage. */
const MOSTLY = 0.5;
/** Share of intervals that reach an end of the range of S from which on that explains too high a coverage. */
const OFTEN = 0.05;

/**
 * Why the coverage lies outside the band; null inside, or where nothing explains it. Populations drawn from the prior are
 * covered at the level on average, few episodes or many: there only chance excuses too low a coverage.
 */
export function reasonFor(population: string, coverage: Proportion, tally: CellTally): string | null {
  const [low, high] = BAND;
  if (coverage.value >= low && coverage.value <= high) return null;
  const share = (count: number): number => count / tally.replications;
  const percent = (count: number): string => `${(100 * share(count)).toFixed(0)}%`;
  if (coverage.value > high && share(tally.end) >= OFTEN)
    return `${percent(tally.end)} of its intervals reach 0 or ln K, which the episodes do not rule out, as their warning says`;
  const fixed = population !== "drawn" && coverage.value < low;
  if (fixed && share(tally.few) >= MOSTLY)
    return `its episodes are few, as ${percent(tally.few)} of its measurements warn`;
  if (fixed && share(tally.rare) >= MOSTLY)
    return `other goals than the first are rare, as ${percent(tally.rare)} of its measurements warn`;
  return coverage.upper >= low && coverage.lower <= high
    ? "sampling error: its Wilson interval meets 93 to 97%"
    : null;
}
