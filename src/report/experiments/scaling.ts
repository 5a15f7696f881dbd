import type { ExperimentView } from "./view.js";

export const scaling: ExperimentView = {
  experiment: "scaling",
  verdicts: {
    predicts: { tone: "good", title: "The paper’s formula predicts the work that holds a network’s goals" },
    "scales-only": {
      tone: "warn",
      title:
        "The work that holds a network’s goals is in proportion to the paper’s formula, and not equal to it",
    },
    fails: {
      tone: "bad",
      title: "The work that holds a network’s goals does not go with the paper’s formula",
    },
    undecided: {
      tone: "plain",
      title: "These networks do not decide whether the paper’s formula predicts the work",
    },
  },
  key: ["slope_critical", "ratio_mlp", "ratio_cnn", "ratio_transformer"],
  figureName(name) {
    const match = /^(ratio|ratio_late|size_gamma|size_lambda)_(mlp|cnn|transformer)$/.exec(name);
    if (match) return `${quantities[match[1]!]}, ${architectures[match[2]!]}`;
    return names[name];
  },
  sections: () => [],
  limits: [
    "One synthetic task with vectors (MLP, CNN) or tokens (transformer), plain gradient descent, L2 work: nothing here covers " +
      "Adam, natural data or more than a million parameters.",
    "The horizon is finite: what would drift later counts as held.",
    "λ_max is measured with error, which draws a slope on it towards 0; means over seeds make that small, not nil.",
    "S need not fall everywhere with γ: what is found is one crossing, with a run on each side.",
  ],
};

const architectures: Readonly<Record<string, string>> = {
  mlp: "MLP",
  cnn: "CNN",
  transformer: "transformer",
};

const quantities: Readonly<Record<string, string>> = {
  ratio: "Measured γ over γ_crit",
  ratio_late: "Measured γ over γ_crit with the late λ_max",
  size_gamma: "Power of N that the measured γ follows",
  size_lambda: "Power of N that λ_max follows",
};

const names: Readonly<Record<string, string>> = {
  slope_critical: "Power of γ_crit that the measured γ follows",
  slope_critical_within: "The same within architectures",
  slope_critical_late: "Power of γ_crit with the late λ_max that the measured γ follows",
  exponent_lambda: "Power of λ_max, beside a power of ln N, within architectures",
  exponent_log_size: "Power of ln N, beside a power of λ_max, within architectures",
  slope_scaled: "Slope of γ / (λ_max / 2) on ln N within architectures: 1 by the formula",
  ratio_smallest: "Smallest ratio of measured γ to γ_crit, a size",
  ratio_largest: "Largest ratio of measured γ to γ_crit, a size",
  within_margin: "Share of networks with γ within the margin of γ_crit",
  enough: "Share of networks that margin × γ_crit holds",
  trials: "Networks",
  measured: "Networks with a measured γ",
  held_without_work: "Networks that held S without work",
  held_by_none: "Networks that no γ held",
  held_by_every: "Networks that every γ held",
  not_aligned: "Networks that were not aligned in time",
  runs: "Runs of the drift",
  diverged_runs: "Runs that diverged",
  largest_rate_curvature: "Largest learning rate × late λ_max: below 2, steps are stable",
};
