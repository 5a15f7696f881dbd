/** The interaction of noise and gaming: the rise with both, less that with noise, less that with gaming, plus with none. */
import type { Figure } from "../../contracts/index.js";
import { meanFigure } from "../figures.js";
import type { FactorialParameters, Noise } from "./parameters.js";
import type { CellRun, FactorialTrial } from "./trial.js";

/** On what scale a rise is measured. */
export type Scale = "rise" | "earlyRise" | "logOddsRise";
export const scales: readonly Scale[] = ["rise", "earlyRise", "logOddsRise"];

export type Standing = "amplified" | "additive" | "dampened" | "undecided";

export interface Interaction {
  readonly noise: Noise;
  readonly work: boolean;
  readonly scale: Scale;
  readonly figure: Figure;
  readonly standing: Standing;
}

/** The runs of one cell, a seed each. */
export const runsOf = (
  trials: readonly FactorialTrial[],
  noise: Noise | "none",
  gaming: boolean,
  work: boolean,
): CellRun[] =>
  trials.map(
    ({ cells }) =>
      cells.find((cell) => cell.noise === noise && cell.gaming === gaming && cell.work === work) as CellRun,
  );

/** Paired over seeds: a seed in which one of the four cells diverged has no value. */
export function interaction(
  p: FactorialParameters,
  trials: readonly FactorialTrial[],
  noise: Noise,
  work: boolean,
  scale: Scale,
): Interaction {
  const [none, gaming, noisy, both] = (
    [
      ["none", false],
      ["none", true],
      [noise, false],
      [noise, true],
    ] as const
  ).map(([kind, gamed]) => runsOf(trials, kind, gamed, work).map((run) => run[scale])) as [
    (number | null)[],
    (number | null)[],
    (number | null)[],
    (number | null)[],
  ];
  const effects = trials.map((_, i) => {
    const [a, b, c, d] = [both[i], noisy[i], gaming[i], none[i]] as (number | null)[];
    return a == null || b == null || c == null || d == null ? undefined : a - b - c + d;
  });
  const figure = meanFigure(effects, scale === "logOddsRise" ? "1" : "nat");
  return { noise, work, scale, figure, standing: standingOf(figure, leastOf(p, scale)) };
}

/** The smallest effect of interest. */
export const leastOf = (p: FactorialParameters, scale: Scale): number =>
  scale === "logOddsRise" ? p.leastLogOdds : p.leastEntropy;

function standingOf({ lower, upper }: Figure, least: number): Standing {
  if (lower === null || upper === null) return "undecided";
  if (lower > least) return "amplified";
  if (upper < -least) return "dampened";
  return lower >= -least && upper <= least ? "additive" : "undecided";
}
