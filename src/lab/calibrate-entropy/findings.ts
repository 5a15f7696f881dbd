import type { Chart, Figure, Finding } from "../../contracts/index.js";
import { figureRows, standing } from "../finding.js";
import { BAND } from "./reason.js";

export type Verdict = "calibrated" | "calibrated-with-exceptions" | "not-calibrated" | "undecided";

const band = `${100 * BAND[0]} to ${100 * BAND[1]}%`;

export function findings(verdict: Verdict): Finding[] {
  const decided = verdict !== "undecided";
  return [
    {
      claim: `The 95% intervals of S, inferred from what agents do, hold the true S in ${band} of cases, in every kind of case (the least coverage).`,
      standing: standing(verdict === "calibrated", decided && verdict !== "calibrated"),
      figure: "coverage95_min",
      chart: "coverage",
    },
    {
      claim: `Where they do not, it is by chance, or the measurement itself warns (kinds of case without a reason).`,
      standing: standing(decided && verdict !== "not-calibrated", verdict === "not-calibrated"),
      figure: "cells_unexplained",
      chart: "coverage",
    },
  ];
}

export const charts = (summary: Readonly<Record<string, Figure>>): Chart[] => [
  figureRows(summary, {
    id: "coverage",
    title: "How often do the intervals of S hold the true S?",
    caption:
      "Coverage of the 95% interval, of the cells with at least 30 episodes, with 95% Wilson intervals. Between the lines " +
      "is as it should be.",
    label: "coverage",
    rows: [
      ["coverage95_min", "least of all cells"],
      ["coverage95_mean", "mean of all cells"],
      ["coverage95_max", "largest of all cells"],
      ["coverage95_drawn_min", "least, drawn from the prior"],
      ["coverage95_drawn_max", "largest, drawn from the prior"],
    ],
    compare: BAND.map((at) => ({ at, label: `${100 * at}%` })),
  }),
];
