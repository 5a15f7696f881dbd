import type { Figure } from "../../contracts/index.js";
import { meanFigure } from "../figures.js";
import { conditions } from "./conditions.js";
import { change, late, less, peak, readings, runOf, type WorldRuns } from "./runs.js";

const units = {
  reward: "reward",
  performance: "reward",
  entropy: "nat",
  fidelity: "1",
  divergence: "nat",
  gamma: "1",
} as const;

/** Every figure of one world, by name: means over seeds with Student t intervals. */
export function worldFigures({ world, trials }: WorldRuns): Record<string, Figure> {
  const figures: Record<string, Figure> = {};
  for (const condition of conditions) {
    const runs = trials.map((trial) => runOf(trial, condition));
    const tag = `${world}_${condition.id}`;
    for (const name of Object.keys(readings) as (keyof typeof readings)[])
      figures[`${name}_${tag}`] = meanFigure(
        runs.map((run) => late(run, readings[name])),
        units[name],
      );
    figures[`entropy_rise_${tag}`] = meanFigure(
      runs.map((run) => change(run, readings.entropy)),
      "nat",
    );
    figures[`entropy_peak_${tag}`] = meanFigure(
      runs.map((run) => peak(run, readings.entropy)),
      "nat",
    );
    figures[`shortfall_${tag}`] = meanFigure(
      trials.map((trial, i) => less(trial.reference.performance, late(runs[i]!, readings.performance))),
      "reward",
    );
    figures[`price_${tag}`] = meanFigure(
      trials.map((trial, i) =>
        less(late(runOf(trial, "none"), readings.reward), late(runs[i]!, readings.reward)),
      ),
      "reward",
    );
    figures[`diverged_${tag}`] = {
      value: runs.filter(({ divergedAt }) => divergedAt !== null).length,
      lower: null,
      upper: null,
      unit: "runs",
      n: runs.length,
    };
    Object.assign(figures, inTraining(tag, runs));
  }
  figures[`reward_rise_${world}`] = meanFigure(
    trials.map((trial) => change(runOf(trial, "none"), readings.reward)),
    "reward",
  );
  return figures;
}

/** How much is known of the goals from training alone, where they are otherwise measured at test. */
function inTraining(tag: string, runs: readonly ReturnType<typeof runOf>[]): Record<string, Figure> {
  const seen = runs.map(({ inTraining: reading }) => reading);
  if (seen.every((reading) => reading === null)) return {};
  return {
    [`training_entropy_${tag}`]: meanFigure(
      seen.map((reading) => reading?.entropy),
      "nat",
    ),
    [`training_fidelity_width_${tag}`]: meanFigure(
      seen.map((reading) =>
        reading?.fidelityUpper === undefined ? undefined : reading.fidelityUpper - reading.fidelityLower,
      ),
      "1",
    ),
  };
}
