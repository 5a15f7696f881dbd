/** The pictures of the experiment, as data. */
import type { Chart, ChartPanel } from "../../contracts/index.js";
import { meanFigure } from "../figures.js";
import { type Interaction, runsOf, type Scale } from "./interaction.js";
import { type FactorialParameters, noises } from "./parameters.js";
import type { FactorialTrial } from "./trial.js";

const WORK = [
  [false, "without work"],
  [true, "with work"],
] as const;
const categories = ["smaller batches", "higher rate", "noise on the gradient"];

export function charts(
  p: FactorialParameters,
  trials: readonly FactorialTrial[],
  all: readonly Interaction[],
): Chart[] {
  return [
    cells(trials),
    {
      id: "interaction",
      title: "More than the sum? The interaction of noise and gaming on S",
      caption:
        "Rise of S with both, less that with each, plus that with none, nats, paired over seeds. Within the strip it is too " +
        "small to matter; above it the two amplify each other. S has a floor and a ceiling that bend its scale. 95% intervals.",
      ...interactionAxes,
      y: { label: "interaction, nats" },
      series: ["late S", "S after the first quarter"],
      panels: interactionPanels(all, ["rise", "earlyRise"], p.leastEntropy),
    },
    {
      id: "interaction-log-odds",
      title: "The same on a scale without floor or ceiling",
      caption:
        "Interaction on the late log odds of the goals other than the intended one, ln((1 - p) / p). Within the strip it is " +
        "too small to matter. 95% intervals over seeds.",
      ...interactionAxes,
      y: { label: "interaction, log odds" },
      series: ["late log odds"],
      panels: interactionPanels(all, ["logOddsRise"], p.leastLogOdds),
    },
  ];
}

const interactionAxes = { mark: "points" as const, x: { label: "kind of noise", categories } };

const interactionPanels = (
  all: readonly Interaction[],
  scales: readonly Scale[],
  least: number,
): ChartPanel[] =>
  WORK.map(([work, title]) => ({
    title,
    series: scales.map((scale, look) => ({
      look,
      points: noises.map((noise, x) => {
        const { figure } = all.find(
          (one) => one.noise === noise && one.work === work && one.scale === scale,
        ) as Interaction;
        return { x, value: figure.value, lower: figure.lower, upper: figure.upper };
      }),
    })),
    guides: [{ at: 0, label: "the sum" }],
    strip: [-least, least],
  }));

function cells(trials: readonly FactorialTrial[]): Chart {
  return {
    id: "cells",
    title: "Late S in every cell",
    caption:
      "Mean of late S over seeds, nats, by kind of noise, with and without gaming and work. 95% intervals.",
    mark: "points",
    x: { label: "kind of noise", categories: ["none", ...categories] },
    y: { label: "late S, nats" },
    series: ["without gaming", "with gaming"],
    panels: WORK.map(([work, title]) => ({
      title,
      series: [false, true].map((gaming, look) => ({
        look,
        points: (["none", ...noises] as const).map((noise, x) => {
          const { value, lower, upper } = meanFigure(
            runsOf(trials, noise, gaming, work).map(({ entropy }) => entropy ?? undefined),
            "nat",
          );
          return { x, value, lower, upper };
        }),
      })),
    })),
  };
}
