import type { Chart, Figure, Finding } from "../../contracts/index.js";
import { atLeast, figureRows } from "../finding.js";

/** Fidelity of a run and its success: AUC is the chance that a run that succeeds has the larger fidelity of two. */
export const findings = (summary: Readonly<Record<string, Figure>>): Finding[] => [
  {
    claim: "Runs whose tool calls serve the intended goal succeed more often, over all tasks.",
    standing: atLeast(summary.auc!, 0.5),
    figure: "auc",
    chart: "success",
  },
  {
    claim: "Runs whose tool calls serve the intended goal succeed more often than others of the same task.",
    standing: atLeast(summary.auc_within_task!, 0.5),
    figure: "auc_within_task",
    chart: "success",
  },
];

export const charts = (summary: Readonly<Record<string, Figure>>): Chart[] => [
  figureRows(summary, {
    id: "success",
    title: "Does fidelity go with success?",
    caption:
      "Chance that, of a run that succeeds and one that fails, the first has the larger fidelity, with its 95% bootstrap " +
      "interval over tasks. At the line there is no relation.",
    label: "AUC of fidelity for success",
    rows: [
      ["auc", "over all pairs of runs"],
      ["auc_within_task", "over pairs of one task"],
    ],
    compare: [{ at: 0.5, label: "no relation" }],
  }),
];
