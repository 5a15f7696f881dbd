import type { ExperimentView } from "./view.js";

const systems: Readonly<Record<string, string>> = {
  classifier: "cue-conflict MLP",
  transformer: "transformer",
  gridworld: "gridworld agent",
  goal_logits: "goal logits",
  unstable_logits: "control",
  scalar_law: "scalar law",
};

const quantities: Readonly<Record<string, string>> = {
  crossover_share: "Seeds whose S crosses over smoothly",
  boundary_share: "Seeds whose S has a boundary",
  rate_crossover_share: "Seeds whose dS/dt crosses over smoothly",
  rate_boundary_share: "Seeds whose dS/dt has a boundary",
  drifted_crossover_share: "Seeds whose drifted mass crosses over smoothly",
  drifted_boundary_share: "Seeds whose drifted mass has a boundary",
  bic_gain: "BIC by which the crossover is preferred",
  width: "γ at 10% over γ at 90% of the fall",
  critical_work: "γ_crit",
  crossing: "γ with late S half way down",
  ratio: "γ with late S half way down / γ_crit",
  ratio_drifted: "The same / γ_crit where drift led",
  rate_ratio: "γ that halves dS/dt / γ_crit",
  margin_needed: "Least γ that holds the goals / γ_crit",
  held_at_critical: "Seeds held at γ_crit",
  held_at_margin: "Seeds held at γ_crit with margin",
  tax_at_critical: "Alignment tax at γ_crit",
  tax_at_margin: "Alignment tax at γ_crit with margin",
  diverged: "Runs that diverged",
};

export const perturbation: ExperimentView = {
  experiment: "perturbation",
  verdicts: {
    "transition-at-gamma-crit": { tone: "good", title: "Drift turns into stability at γ_crit" },
    "transition-elsewhere": {
      tone: "warn",
      title: "Drift turns into stability at a boundary, which is not at γ_crit",
    },
    crossover: { tone: "bad", title: "There is no transition: S falls smoothly as work grows" },
    mixed: { tone: "warn", title: "Some learners have a boundary in work, others cross over smoothly" },
    "no-drift": { tone: "plain", title: "Nothing drifted, so nothing was put to the test" },
    undecided: { tone: "plain", title: "These seeds do not decide whether there is a transition" },
  },
  key: ["ratio_classifier", "ratio_transformer", "ratio_gridworld", "crossover_share_classifier"],
  figureName(name) {
    const system = Object.keys(systems).find((id) => name.endsWith(`_${id}`));
    const quantity = system && quantities[name.slice(0, -system.length - 1)];
    return quantity && `${quantity}, ${systems[system]}`;
  },
  sections: () => [],
  limits: [
    "Small learners, plain gradient descent, the L2 energy and a constant γ: other energies and policies may differ.",
    "Late S is that of a drift phase of fixed length: a longer one may cross elsewhere.",
    "The three shapes are those that were named before the run; another may fit better than all of them.",
  ],
};
