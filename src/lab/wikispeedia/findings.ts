import type { Chart, Figure, Finding } from "../../contracts/index.js";
import { figureRows, standing } from "../finding.js";

/** By the experiment's rule: better at every stage, and calibrated. */
export const findings = (better: boolean, calibrated: boolean): Finding[] => [
  {
    claim:
      "A policy learned from people who looked for other articles tells the article that is sought better than distance " +
      "does, after every number of clicks (share right, over every click).",
    standing: standing(better, !better),
    figure: "top1_gain",
    chart: "gain",
  },
  {
    claim: "Its probabilities mean what they say: the expected calibration error is at most 0.03.",
    standing: standing(calibrated, !calibrated),
    figure: "ece",
  },
];

export const charts = (summary: Readonly<Record<string, Figure>>): Chart[] => [
  figureRows(summary, {
    id: "gain",
    title: "How much better than distance?",
    caption:
      "Share of articles that are told right, less that of the baseline, with its 95% bootstrap interval over targets.",
    label: "gain in the share that is right",
    rows: [
      ["top1_gain_after_1", "after 1 click"],
      ["top1_gain_after_2", "after 2 clicks"],
      ["top1_gain_after_3", "after 3 clicks"],
      ["top1_gain_all_but_last", "all but the last click"],
      ["top1_gain", "over every click"],
    ],
    compare: [{ at: 0, label: "as distance" }],
  }),
];
