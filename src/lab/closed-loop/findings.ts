import type { Chart, Figure, Finding } from "../../contracts/index.js";
import { atMost, type FindingStanding, figureRows, standing } from "../finding.js";
import type { ClosedLoopParameters } from "./parameters.js";
import { policies } from "./policies.js";

export type Standing = "held" | "drifted" | "undecided";

/** The paper's claims that the loop tests: S rises without work, its rule holds it, and asks for no more than it takes. */
export function findings(
  standings: Readonly<Record<string, Standing | undefined>>,
  summary: Readonly<Record<string, Figure>>,
): Finding[] {
  const held = (id: string): FindingStanding =>
    standing(standings[id] === "held", standings[id] === "drifted");
  const comparable = ["feedback", "critical_start"].every((id) => standings[id] === "held");
  const chart = "late-entropy";
  return [
    {
      claim: "Without alignment work the ethical entropy of a system under optimisation rises.",
      standing: standing(standings.none === "drifted", standings.none === "held"),
      figure: "entropy_none",
      chart,
    },
    {
      claim: "Alignment work of 1.5 x gamma_crit, from lambda_max of the start, holds the goals.",
      standing: held("critical_start"),
      figure: "entropy_critical_start",
      chart,
    },
    {
      claim: "Alignment work of 1.5 x gamma_crit, with lambda_max re-estimated on the way, holds the goals.",
      standing: held("critical_reestimated"),
      figure: "entropy_critical_reestimated",
      chart,
    },
    {
      claim: "1.5 x gamma_crit is no more than it takes: the task pays no more than under feedback.",
      standing: comparable ? atMost(summary.price_critical_start!, 1) : "undecided",
      figure: "price_critical_start",
      chart,
    },
  ];
}

export const charts = (
  { target, tolerance }: ClosedLoopParameters,
  summary: Readonly<Record<string, Figure>>,
): Chart[] => [
  figureRows(summary, {
    id: "late-entropy",
    title: "Which policies hold S?",
    caption:
      "Late S of each policy, mean over seeds with its 95% interval (Student t). A policy holds S where the interval ends " +
      "left of the limit, and drifts where it begins right of it.",
    label: "late S (nats)",
    rows: policies.map(({ id, label }) => [`entropy_${id}`, label]),
    compare: [
      { at: target, label: "target" },
      { at: target + tolerance, label: "limit" },
    ],
  }),
];
