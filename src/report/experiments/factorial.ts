import type { ExperimentView } from "./view.js";

const noises: Readonly<Record<string, string>> = {
  batch: "smaller batches",
  rate: "higher rate",
  gradient: "noise on the gradient",
};
const scales: Readonly<Record<string, string>> = {
  interaction: "late S",
  interaction_early: "early S",
  interaction_log_odds: "log odds",
};
const others: Readonly<Record<string, string>> = {
  effect_gaming: "Gaming alone raises late S by",
  effect_work: "Work alone raises late S by",
  effect_gaming_and_work: "Gaming under work raises late S by",
  law_interaction: "Interaction in the paper’s equation",
  law_interaction_early: "Interaction in the paper’s equation, early",
  law_interaction_work: "Interaction in the paper’s equation, with work",
  law_interaction_without_wall: "Interaction in the paper’s equation without its wall at 0",
  diverged_runs: "Runs that diverged",
};

export const factorial: ExperimentView = {
  experiment: "factorial",
  verdicts: {
    amplification: { tone: "good", title: "Noise and gaming together raise S more than their sum" },
    "amplification-in-part": {
      tone: "warn",
      title: "Some kinds of noise and gaming together raise S more than their sum",
    },
    "no-amplification": {
      tone: "bad",
      title: "Noise and gaming together do not raise S more than their sum",
    },
    undecided: {
      tone: "plain",
      title: "These seeds do not decide whether noise and gaming amplify each other",
    },
  },
  key: ["interaction_batch", "interaction_rate", "interaction_gradient", "law_interaction"],
  figureName(name) {
    const effect = /^effect_(batch|rate|gradient)$/.exec(name);
    if (effect) return `Noise alone (${noises[effect[1]!]}) raises late S by`;
    const match = /^(interaction(?:_early|_log_odds)?)_(batch|rate|gradient)(_work)?$/.exec(name);
    if (!match) return others[name];
    return `Interaction on ${scales[match[1]!]}, ${noises[match[2]!]}${match[3] ? ", with work" : ""}`;
  },
  sections: () => [],
  limits: [
    "One small network on one synthetic task, and one strength of each factor.",
    "Noise that depends on the loss dies out where the loss does: with labels by the intended cue alone there is little of it.",
    "Noise on the gradient has the covariance of the labels’ noise, and is not isotropic in the parameters.",
  ],
};
