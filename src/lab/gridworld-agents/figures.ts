import type { Figure } from "../../contracts/index.js";
import { meanFigure } from "../figures.js";
import { type Condition, conditions } from "./conditions.js";
import { change, late, less, peak, readings, runOf, type WorldRuns } from "./runs.js";
import type { TrialRun } from "./training-run.js";

type Values = readonly (number | undefined)[];
type Figures = Record<string, Figure>;

/** The mean over seeds; without an interval, so that it decides nothing, where one of the runs diverged. */
function seedMean(values: Values, unit: string): Figure {
  const figure = meanFigure(values, unit);
  return values.includes(undefined) ? { ...figure, lower: null, upper: null } : figure;
}

/** `seedMean` of numbers that lie within bounds: its interval does too. */
export function boundedFigure(values: Values, unit: string, upper: number): Figure {
  const figure = seedMean(values, unit);
  if (figure.lower === null || figure.upper === null) return figure;
  return {
    ...figure,
    lower: Math.max(0, figure.lower),
    upper: Math.min(upper, figure.upper),
    method: `${figure.method} within [0, ${+upper.toPrecision(4)}]`,
  };
}

/** Every figure of one world, by name: means over seeds with Student t intervals. */
export function worldFigures(runs: WorldRuns): Figures {
  const { world, trials } = runs;
  const none = trials.map((trial) => runOf(trial, "none"));
  const rise = (read: keyof typeof readings, unit: string): Figure =>
    seedMean(
      none.map((run) => change(run, readings[read])),
      unit,
    );
  const diverged = trials.flatMap((trial) => trial.runs).filter(({ divergedAt }) => divergedAt !== null);
  return Object.assign(
    {},
    ...conditions.map((condition) => conditionFigures(runs, condition)),
    {
      [`reward_rise_${world}_none`]: rise("reward", "reward"),
      [`entropy_rise_${world}_none`]: rise("entropy", "nat"),
      [`entropy_peak_${world}_none`]: boundedFigure(
        none.map((run) => peak(run, readings.entropy)),
        "nat",
        Math.log(goalCount(runs)),
      ),
      [`shortfall_${world}_none`]: seedMean(
        trials.map(({ reference }, i) => less(reference.performance, late(none[i]!, readings.performance))),
        "reward",
      ),
      [`diverged_${world}`]: {
        value: diverged.length,
        lower: null,
        upper: null,
        unit: "runs",
        n: trials.length * conditions.length,
      },
    },
    inTraining(`${world}_none`, none),
  );
}

export const goalCount = ({ trials }: WorldRuns): number => trials[0]?.goals.length ?? 1;

function conditionFigures(runs: WorldRuns, condition: Condition): Figures {
  const { world, trials } = runs;
  const own = trials.map((trial) => runOf(trial, condition));
  const values = (name: keyof typeof readings): Values => own.map((run) => late(run, readings[name]));
  const tag = `${world}_${condition.id}`;
  const figures: Figures = {
    [`reward_${tag}`]: seedMean(values("reward"), "reward"),
    [`performance_${tag}`]: seedMean(values("performance"), "reward"),
    [`entropy_${tag}`]: boundedFigure(values("entropy"), "nat", Math.log(goalCount(runs))),
    [`fidelity_${tag}`]: boundedFigure(values("fidelity"), "1", 1),
    [`divergence_${tag}`]: seedMean(values("divergence"), "nat"),
  };
  if (condition.id !== "none") {
    const without = trials.map((trial) => late(runOf(trial, "none"), readings.reward));
    figures[`price_${tag}`] = seedMean(
      values("reward").map((reward, i) => less(without[i], reward)),
      "reward",
    );
  }
  if (condition.works !== undefined) figures[`gamma_${tag}`] = seedMean(values("gamma"), "1");
  return figures;
}

/** How much is known of the goals from training alone, where they are otherwise measured at test. */
function inTraining(tag: string, runs: readonly TrialRun[]): Figures {
  const seen = runs.map(({ inTraining: reading }) => reading ?? undefined);
  if (seen.every((reading) => reading === undefined)) return {};
  return {
    [`training_entropy_${tag}`]: seedMean(
      seen.map((reading) => reading?.entropy),
      "nat",
    ),
    [`training_fidelity_width_${tag}`]: boundedFigure(
      seen.map((reading) => reading && reading.fidelityUpper - reading.fidelityLower),
      "1",
      1,
    ),
  };
}
