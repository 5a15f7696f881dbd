import type { ExperimentView } from "./view.js";

export const nonGradient: ExperimentView = {
  experiment: "non-gradient",
  verdicts: {
    "without-gradients": {
      tone: "good",
      title: "S rises without gradients too, and selection for the intended goal acts as work",
    },
    "in-part": { tone: "warn", title: "What gradients do to S, one of two evolutionary methods does not" },
    "needs-gradients": { tone: "bad", title: "Without gradients S does not behave as with them" },
    undecided: { tone: "plain", title: "These seeds do not decide whether S drifts without gradients" },
  },
  key: ["rise_strategy", "rise_genetic", "lowered_strategy", "lowered_genetic"],
  figureName(name) {
    const match = /^(.*)_(strategy|genetic|gradient)$/.exec(name);
    const quantity = match && quantities[match[1]!];
    if (quantity) return `${quantity}, ${methods[match[2]!]}`;
    return name === "diverged_runs" ? "Runs that diverged" : undefined;
  },
  sections: () => [],
  limits: [
    "One network of about a thousand parameters on one synthetic task; population, spread and rates were set after a pilot " +
      "on one seed so that the proxy loss falls.",
    "How far mutation alone raises S depends on its spread and on how long it goes on: it is a control for these settings.",
  ],
};

const methods: Readonly<Record<string, string>> = {
  strategy: "evolution strategy",
  genetic: "genetic algorithm",
  gradient: "gradient descent",
};

const quantities: Readonly<Record<string, string>> = {
  rise: "Rise of S under the proxy",
  drift: "Rise of S by mutation alone",
  selected: "Share of rewarded goals over mutation alone",
  dose: "Slope of late S on the share of work",
  lowered: "Late S at the largest share minus at none",
  over_gradient: "S over gradient descent’s at the same proxy loss",
  fidelity: "Late p(g₁) under the proxy",
  proxy_loss: "Late proxy loss",
};
