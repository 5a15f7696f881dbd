import { closedLoopResultSchema } from "../../contracts/index.js";
import { read } from "../reading.js";
import { charts } from "../sections/charts.js";
import { policyTable } from "../sections/policy-table.js";
import type { ExperimentView } from "./view.js";

/** The charts of the demonstration's page, for a run of the experiment alone. */
export const closedLoop: ExperimentView = {
  experiment: "closed-loop",
  verdicts: {
    "no-drift": { tone: "plain", title: "The network’s goals stayed put, so nothing was put to the test" },
    "rule-fails": { tone: "bad", title: "The paper’s rule did not hold the network’s goals" },
    "rule-overpays": {
      tone: "warn",
      title: "The paper’s rule held the network’s goals, at a higher price than feedback",
    },
    "rule-holds": { tone: "good", title: "The paper’s rule held the network’s goals" },
    undecided: {
      tone: "plain",
      title: "These seeds do not decide whether the paper’s rule holds the network’s goals",
    },
  },
  key: ["entropy_none", "entropy_feedback", "price_critical_start", "price_critical_reestimated"],
  figureName(name) {
    const match = /^(entropy|price)_(.*)$/.exec(name);
    if (!match) return undefined;
    const policy = {
      none: "no alignment work",
      feedback: "feedback",
      critical_start: "rule, λ_max of the start",
      critical_reestimated: "rule, λ_max re-estimated",
    }[match[2]!];
    if (policy === undefined) return undefined;
    return match[1] === "entropy" ? `Late S, ${policy}` : `Task loss over feedback’s, ${policy}`;
  },
  sections(result) {
    const reading = read(closedLoopResultSchema.parse(result));
    return [charts(reading), policyTable(reading)];
  },
  limits: ["Nothing here covers other tasks, larger networks, other optimisers or another alignment energy."],
};
