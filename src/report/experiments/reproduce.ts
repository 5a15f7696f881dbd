import { reproduceResultSchema } from "../../contracts/index.js";
import { claims } from "../sections/claims.js";
import type { ExperimentView } from "./view.js";

/** The table of the paper's claims, which are the experiment's series. */
export const reproduce: ExperimentView = {
  experiment: "reproduce",
  verdicts: {
    survives: { tone: "good", title: "Every claim of the paper is reproduced" },
    audited: { tone: "warn", title: "Not every claim of the paper is reproduced" },
  },
  key: [],
  figureName: (name) => figureNames[name],
  sections: ({ experiment, version, seed, parameters, series }) => [
    claims(reproduceResultSchema.parse({ experiment, version, seed, parameters, claims: series })),
  ],
  limits: ["This recomputes the paper’s scalar equation; it says nothing of real learners."],
};

const figureNames: Readonly<Record<string, string>> = {
  initial_entropy: "S at the start, nats",
  critical_work: "1.5 gamma_crit",
  drift_without_work: "S at the end without work, nats",
  stability_with_work: "S at the end with work, nats",
  p_value: "p of the reported summary, t test",
  phase_transition: "gamma at which dS/dt is 0, nats per step",
  synergy: "S at the end with both sources, nats",
  critical_work_units: "gamma_crit over sigma with Tr(Sigma) = sigma_eps^2 ln N",
};
