import type { ExperimentView } from "./view.js";

export const languageModelDrift: ExperimentView = {
  experiment: "language-model-drift",
  verdicts: {
    "work-holds": {
      tone: "good",
      title: "Fine-tuning on a proxy raises the model’s entropy, and the paper’s rule holds it",
    },
    "work-fails": {
      tone: "bad",
      title: "Fine-tuning on a proxy raises the model’s entropy, and the paper’s rule does not hold it",
    },
    "no-drift": { tone: "plain", title: "The model’s entropy did not rise, so nothing was put to the test" },
    undecided: { tone: "plain", title: "These seeds do not decide whether work holds the model’s entropy" },
  },
  key: ["rise_none", "gamma_eff_l2_critical", "learned_over_half_l2_critical", "fidelity_kept_kl_reward"],
  figureName(name) {
    const match = /^(.*?)_(none|l2_fraction|l2_critical|kl_energy|kl_reward|one_rater|base)$/.exec(name);
    if (!match) return alone[name];
    const quantity = quantities[match[1]!];
    return quantity && `${quantity}, ${conditions[match[2]!]}`;
  },
  sections: () => [],
  limits: [
    "A made-up language of 37 tokens and a transformer of 27 thousand parameters: nothing here covers natural language, large " +
      "models or their optimisers.",
    "Behaviours are labels of the grammar; what a model means by a completion is not asked.",
    "γ_eff depends on the span of training over which dS/dt is taken, since S rises, levels off and may fall again.",
    "λ_max is measured once, on the base model.",
  ],
};

const conditions: Readonly<Record<string, string>> = {
  base: "base model",
  none: "no work",
  l2_fraction: "L2 below γ_crit",
  l2_critical: "L2 by the paper’s rule",
  kl_energy: "KL energy",
  kl_reward: "KL in the reward",
  one_rater: "no work, one rater",
};

const quantities: Readonly<Record<string, string>> = {
  entropy: "S",
  exact_entropy: "Exact S at the end",
  rise: "Rise of S",
  drift_rate: "dS/dt over the run",
  fidelity: "Fidelity",
  fidelity_kept: "Fidelity at the end over that without work",
  gamma_eff: "γ_eff",
  divergence: "D_KL from the base model",
  unparsed: "Share unparsed",
  reward_rise: "Rise of the proxy reward",
  warm_rise: "Rise of the warm manner",
  learned_over_half: "Rise of the warm manner over half of that without work",
  diverged: "Share of diverged runs",
  diverged_step: "Step at which divergence was seen",
  lambda_max: "λ_max",
  critical_work: "γ_crit",
};

const alone: Readonly<Record<string, string>> = {
  sampler_error: "Sampled less exact S",
  sampler_coverage: "Share of intervals of sampled S that hold the exact S",
};
