import type { ExperimentView } from "./view.js";

const learners: Readonly<Record<string, string>> = { mlp: "MLP", cnn: "CNN", transformer: "transformer" };

const energies: Readonly<Record<string, string>> = {
  l2: "L2",
  elastic: "elastic",
  kl: "KL",
  "goal-entropy": "goal entropy",
};

const policies: Readonly<Record<string, string>> = {
  critical: "the paper’s rule",
  feedback: "feedback",
  "adaptive-kl": "adaptive KL",
  "cost-aware": "cost-aware",
  "self-tuning": "self-tuning",
};

const quantities: Readonly<Record<string, string>> = {
  entropy: "Late S",
  fidelity: "Late fidelity",
  tax: "Task loss over that without work",
  swing: "Swing of S over that of constant γ",
  controlled_share: "Seeds at target, at most 1.5 x the best constant’s loss",
  diverged_share: "Seeds that diverged",
};

export const frontier: ExperimentView = {
  experiment: "frontier",
  verdicts: {
    "one-pick": { tone: "good", title: "One energy and policy hold the goals for least on every network" },
    "picks-differ": { tone: "warn", title: "What holds the goals for least differs between networks" },
    tied: {
      tone: "plain",
      title: "Several ways of holding the goals cost the same, as far as these seeds tell",
    },
    "none-holds": { tone: "bad", title: "On some network nothing holds the goals" },
  },
  key: [
    "kl_over_l2_mlp",
    "kl_over_l2_cnn",
    "controlled_share_mlp_l2_feedback",
    "fidelity_cnn_goal-entropy_adaptive-kl",
  ],
  figureName(name) {
    const compared = /^kl_over_l2_(\w+)$/.exec(name);
    if (compared) return `Task loss, KL over L2 under feedback, ${learners[compared[1] as string]}`;
    const free = /^entropy_(\w+)_none$/.exec(name);
    if (free) return `Late S without work, ${learners[free[1] as string]}`;
    const match = /^(.*)_(mlp|cnn|transformer)_([^_]+)_([^_]+)$/.exec(name);
    if (!match) return undefined;
    const [, quantity, learner, energy, policy] = match as unknown as [
      string,
      string,
      string,
      string,
      string,
    ];
    return `${quantities[quantity]}, ${learners[learner]}, ${energies[energy]}, ${policies[policy]}`;
  },
  sections: () => [],
  limits: [
    "Small networks, one task, plain gradient descent: other tasks may rank energies otherwise.",
    "KL and goal entropy see conflict inputs like those on which S is measured; where none can be made, they cannot be had.",
    "The unit of gamma of each energy was set after a pilot run; a user has to find it.",
    "Costs are in task loss: KL and goal entropy also take several times the computing of a step.",
  ],
};
