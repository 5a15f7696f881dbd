/** What the trials of one system say together, by the rule. */
import type { Figure } from "../../contracts/index.js";
import { geometricFigure, meanFigure, shareFigure } from "../figures.js";
import type { PerturbationParameters, System } from "./parameters.js";
import { type Preference, type Reading, read } from "./reading.js";
import type { PerturbationTrial } from "./trial.js";

export type MarginStanding = "too-much" | "needed-and-enough" | "not-enough" | "undecided";

export interface Judged {
  readonly system: System;
  readonly trials: readonly PerturbationTrial[];
  readonly readings: readonly Reading[];
  readonly shape: Preference;
  /** Whether the interval of crossing / gamma_crit lies within a factor `margin` of 1; undefined: it is partly outside. */
  readonly atCritical: boolean | undefined;
  readonly margin: MarginStanding;
  readonly figures: Readonly<Record<string, Figure>>;
}

/** The scalar law has one trial and nothing random: what it says is said. */
export const isExact = (system: System): boolean => system === "scalar-law";

export function judge(
  p: PerturbationParameters,
  system: System,
  trials: readonly PerturbationTrial[],
): Judged {
  const readings = trials.map((trial) => read(p, trial));
  const all = Object.entries(figuresOf(p, trials, readings));
  const figures = Object.fromEntries(
    all
      .filter(([name, { n }]) => n !== 0 || DECIDING.includes(name))
      .map(([name, figure]) => [name, isExact(system) ? exact(figure) : figure]),
  );
  const most = majority(system);
  const shape = (["no-drift", "boundary", "crossover"] as const).find((kind) =>
    most(readings.map(({ preference }) => preference === kind)),
  );
  return {
    system,
    trials,
    readings,
    shape: shape ?? "undecided",
    atCritical: within(figures.ratio as Figure, p.margin),
    margin: marginOf(p, system, readings),
    figures,
  };
}

/** Figures that findings refer to: null, not missing, where no seed has a value. */
const DECIDING = ["crossover_share", "ratio", "margin_needed"];

const exact = ({ value, unit }: Figure): Figure => ({
  value,
  lower: null,
  upper: null,
  ...(unit === undefined ? {} : { unit }),
  method: "closed form",
  n: 0,
  covers: "nothing random",
});

/** Whether more than half of the seeds are so: the lower end of the share's interval is above one half. */
const majority =
  (system: System) =>
  (values: readonly (boolean | undefined)[]): boolean => {
    if (isExact(system)) return values[0] === true;
    return (shareFigure(values).lower ?? 0) > 0.5;
  };

function within({ value, lower, upper }: Figure, margin: number): boolean | undefined {
  const [low, high] = [lower ?? value, upper ?? value];
  if (low === null || high === null) return undefined;
  if (low >= 1 / margin && high <= margin) return true;
  return high < 1 / margin || low > margin ? false : undefined;
}

function marginOf(p: PerturbationParameters, system: System, readings: readonly Reading[]): MarginStanding {
  const [bare, margin] = [1, p.margin].map((multiple) =>
    readings.map(({ held }) => held[p.multiples.indexOf(multiple)]),
  ) as [(boolean | undefined)[], (boolean | undefined)[]];
  const most = majority(system);
  const not = (values: (boolean | undefined)[]) =>
    values.map((value) => (value === undefined ? value : !value));
  if (most(bare)) return "too-much";
  if (most(not(margin))) return "not-enough";
  return most(margin) && most(not(bare)) ? "needed-and-enough" : "undecided";
}

function figuresOf(
  p: PerturbationParameters,
  trials: readonly PerturbationTrial[],
  readings: readonly Reading[],
): Record<string, Figure> {
  const over = (part: number | undefined, whole: number | null | undefined): number | undefined =>
    part === undefined || !whole ? undefined : part / whole;
  const perTrial = (value: (trial: PerturbationTrial, reading: Reading) => number | undefined) =>
    trials.map((trial, i) => value(trial, readings[i] as Reading));
  const share = (name: "preference" | "ratePreference" | "driftedPreference", kind: Preference): Figure =>
    shareFigure(
      readings.map((reading) => (reading[name] === undefined ? undefined : reading[name] === kind)),
    );
  const at = (multiple: number): number => p.multiples.indexOf(multiple);
  const runs = trials.flatMap(({ points }) => points);
  return {
    crossover_share: share("preference", "crossover"),
    boundary_share: share("preference", "boundary"),
    rate_crossover_share: share("ratePreference", "crossover"),
    rate_boundary_share: share("ratePreference", "boundary"),
    drifted_crossover_share: share("driftedPreference", "crossover"),
    drifted_boundary_share: share("driftedPreference", "boundary"),
    bic_gain: meanFigure(
      perTrial((_, { bicGain }) => bicGain),
      "1",
    ),
    width: geometricFigure(
      perTrial((_, { width }) => width),
      "1",
    ),
    critical_work: geometricFigure(
      perTrial(({ criticalWork }) => criticalWork ?? undefined),
      "1",
    ),
    crossing: geometricFigure(
      perTrial((_, { crossing }) => crossing),
      "1",
    ),
    ratio: geometricFigure(
      perTrial(({ criticalWork }, { crossing }) => over(crossing, criticalWork)),
      "1",
    ),
    ratio_drifted: geometricFigure(
      perTrial(({ criticalWorkDrifted }, { crossing }) => over(crossing, criticalWorkDrifted)),
      "1",
    ),
    rate_ratio: geometricFigure(
      perTrial(({ criticalWork }, { rateCrossing }) => over(rateCrossing, criticalWork)),
      "1",
    ),
    margin_needed: geometricFigure(
      perTrial(({ criticalWork }, { holding }) => over(holding, criticalWork)),
      "1",
    ),
    held_at_critical: shareFigure(readings.map(({ held }) => held[at(1)])),
    held_at_margin: shareFigure(readings.map(({ held }) => held[at(p.margin)])),
    tax_at_critical: meanFigure(
      readings.map(({ tax }) => tax[at(1)]),
      "1",
    ),
    tax_at_margin: meanFigure(
      readings.map(({ tax }) => tax[at(p.margin)]),
      "1",
    ),
    diverged: {
      value: runs.filter(({ divergedAt }) => divergedAt !== null).length,
      lower: null,
      upper: null,
      unit: "run",
      n: runs.length,
    },
  };
}
