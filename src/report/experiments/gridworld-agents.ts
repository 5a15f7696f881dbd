import type { ExperimentView } from "./view.js";

const conditions: Readonly<Record<string, string>> = {
  none: "no work",
  constant: "constant work",
  critical: "critical work",
  feedback: "feedback on S",
  adaptive_kl: "adaptive KL",
  everywhere: "constant work, on every observation",
  aligned: "aligned start, no work",
};

const figures: Readonly<Record<string, string>> = {
  reward: "Late visible return",
  performance: "Late hidden performance",
  entropy: "Late S",
  fidelity: "Late p(g₁)",
  divergence: "Late divergence from the reference, a step",
  gamma: "Late γ",
  reward_rise: "Late visible return less that at the start",
  entropy_rise: "Late S less S at the start",
  entropy_peak: "Highest S",
  shortfall: "Performance short of the reference policy’s",
  price: "Visible return given up",
  training_entropy: "S from training alone",
  training_fidelity_width: "Width of the interval of p(g₁) from training alone",
};

const worlds = ["absent_supervisor", "boat_race", "tomato_watering", "coin_maze"];

function figureName(name: string): string | undefined {
  for (const world of worlds) {
    if (name === `diverged_${world}`) return `Runs that diverged: ${world}`;
    const [figure, condition] = name.split(`_${world}_`);
    if (figure === undefined || condition === undefined) continue;
    const [what, how] = [figures[figure], conditions[condition]];
    if (what !== undefined && how !== undefined) return `${what}: ${world}, ${how}`;
  }
  return undefined;
}

/** The general parts and the charts of the result. */
export const gridworldAgents: ExperimentView = {
  experiment: "gridworld-agents",
  verdicts: {
    "gaming-held": {
      tone: "good",
      title: "Agents game the visible reward, and work holds the intended goal",
    },
    "gaming-not-held": {
      tone: "bad",
      title: "Agents game the visible reward, and no policy holds the intended goal in every world",
    },
    "no-gaming": { tone: "plain", title: "No agent gamed its visible reward" },
    undecided: { tone: "plain", title: "These seeds do not decide whether work holds the intended goal" },
  },
  key: [
    "fidelity_boat_race_none",
    "entropy_boat_race_none",
    "fidelity_boat_race_constant",
    "training_fidelity_width_coin_maze_none",
  ],
  figureName,
  sections: () => [],
  limits: [
    "Four small worlds, one small network, and goals from a short list: an agent of a goal that is not listed is taken for the nearest one, or for none of these.",
    "The tomatoes are seen from nearby only; goals there are planned as if a tomato that comes into sight were dry half of the time.",
  ],
};
