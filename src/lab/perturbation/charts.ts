/** The pictures of the experiment, as data. */
import type { Chart, ChartPoint, Figure } from "../../contracts/index.js";
import { meanFigure } from "../figures.js";
import type { Judged } from "./judgement.js";
import { labels, type PerturbationParameters } from "./parameters.js";
import type { PerturbationTrial } from "./trial.js";

export function charts(p: PerturbationParameters, judged: readonly Judged[]): Chart[] {
  return [
    aroundCrossing(p, judged),
    ratios(p, judged),
    multiples(p, judged),
    taxes(p, judged),
    shapes(judged),
  ];
}

const at = (x: number, { value, lower, upper }: Figure): ChartPoint => ({ x, value, lower, upper });
const names = (judged: readonly Judged[]): string[] => judged.map(({ system }) => labels[system]);

/** All seeds share the ratios of the grid, so that their curves can be averaged without smearing what is sharp. */
function aroundCrossing(p: PerturbationParameters, judged: readonly Judged[]): Chart {
  const share = ({ points, entropySettled }: PerturbationTrial, k: number): number | undefined => {
    const free = points.find(({ gamma }) => gamma === 0)?.entropy ?? null;
    const value = points.filter(({ origin }) => origin === "grid")[k]?.entropy ?? null;
    return free === null || value === null ? undefined : (value - entropySettled) / (free - entropySettled);
  };
  return {
    id: "around-crossing",
    title: "How late S falls with work",
    caption:
      "Late S between its value under endless work (0) and without work (1), against gamma over the gamma at which the " +
      "seed's own late S is half way down. A boundary is a cliff at 1; a crossover is a slope. Bands: 95% over seeds.",
    mark: "line",
    x: { label: "gamma / gamma at half way", log: true },
    y: { label: "share of the rise of S that is left" },
    series: names(judged),
    panels: judged.map(({ system, trials }, look) => ({
      title: labels[system],
      series: [
        {
          look,
          points: Array.from({ length: p.gridPoints }, (_, k) =>
            at(
              p.gridReach ** ((2 * k) / (p.gridPoints - 1) - 1),
              meanFigure(
                trials.map((trial) => share(trial, k)),
                "1",
              ),
            ),
          ),
        },
      ],
      guides: [{ at: 0.5, label: "half way" }],
    })),
  };
}

function ratios(p: PerturbationParameters, judged: readonly Judged[]): Chart {
  const series = [
    ["late S half way down", "ratio"],
    ["the same, gamma_crit where drift led", "ratio_drifted"],
    ["dS/dt half of that without work", "rate_ratio"],
    ["goals held", "margin_needed"],
  ] as const;
  return {
    id: "ratio",
    title: "Where work takes hold, against gamma_crit",
    caption:
      "gamma over gamma_crit of the aligned start (and, where lambda_max moves, of where drift without work has led). The " +
      "strip is the paper's margin around 1. Intervals: 95% over seeds, of the geometric mean; the scalar law is exact.",
    mark: "points",
    x: { label: "system", categories: names(judged) },
    y: { label: "gamma / gamma_crit", log: true },
    series: series.map(([name]) => name),
    panels: [
      {
        series: series.map(([, name], look) => ({
          look,
          points: judged.flatMap(({ figures }, x) => {
            const figure = figures[name];
            return figure === undefined || figure.value === null ? [] : [at(x, figure)];
          }),
        })),
        guides: [{ at: 1, label: "gamma_crit" }],
        strip: [1 / p.margin, p.margin],
      },
    ],
  };
}

function multiples(p: PerturbationParameters, judged: readonly Judged[]): Chart {
  const late = (trials: readonly PerturbationTrial[], k: number): Figure =>
    meanFigure(
      trials.map(
        ({ points }) => points.filter(({ origin }) => origin === "multiple")[k]?.entropy ?? undefined,
      ),
      "nat",
    );
  return {
    id: "multiples",
    title: "Late S at multiples of gamma_crit",
    caption:
      "Late S, nats; the line is the target with its tolerance: goals count as held below it. Intervals: 95% over seeds.",
    mark: "line",
    x: { label: "gamma / gamma_crit" },
    y: { label: "late S, nats" },
    series: names(judged),
    panels: judged.map(({ system, trials }, look) => ({
      title: labels[system],
      series: [{ look, points: p.multiples.map((multiple, k) => at(multiple, late(trials, k))) }],
      guides: [{ at: (trials[0]?.target ?? 0) + p.tolerance, label: "held" }],
      events: [{ at: p.margin, label: `${p.margin} x` }],
    })),
  };
}

function taxes(p: PerturbationParameters, judged: readonly Judged[]): Chart {
  const taxed = judged.filter(({ readings }) => readings.some(({ tax }) => tax.some((x) => x !== undefined)));
  return {
    id: "tax",
    title: "What work costs the task",
    caption:
      "Share of the gain on the proxy task that is given up: 0 as without work, 1 as if nothing had been learnt. Bands: " +
      "95% over seeds.",
    mark: "line",
    x: { label: "gamma / gamma_crit" },
    y: { label: "alignment tax" },
    series: names(taxed),
    panels: [
      {
        series: taxed.map(({ readings }, look) => ({
          look,
          points: p.multiples.map((multiple, k) =>
            at(
              multiple,
              meanFigure(
                readings.map(({ tax }) => tax[k]),
                "1",
              ),
            ),
          ),
        })),
      },
    ],
  };
}

function shapes(judged: readonly Judged[]): Chart {
  const series = [
    ["crossover", "crossover_share"],
    ["boundary", "boundary_share"],
  ] as const;
  return {
    id: "shapes",
    title: "Which shape the seeds prefer",
    caption:
      "Share of the seeds whose late S prefers a smooth crossover, or a boundary (step or kink), by BIC. The control has a " +
      "boundary by construction. Intervals: 95% (Wilson).",
    mark: "points",
    x: { label: "system", categories: names(judged) },
    y: { label: "share of seeds" },
    series: series.map(([name]) => name),
    panels: [
      {
        series: series.map(([, name], look) => ({
          look,
          points: judged.map(({ figures }, x) => at(x, figures[name] as Figure)),
        })),
        guides: [{ at: 0.5, label: "one half" }],
      },
    ],
  };
}
