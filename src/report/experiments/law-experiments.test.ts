import { expect, it } from "vitest";
import { factorial } from "./factorial.js";
import { perturbation } from "./perturbation.js";

it.each([
  [perturbation, "ratio_classifier", "γ with late S half way down / γ_crit, cue-conflict MLP"],
  [perturbation, "rate_crossover_share_goal_logits", "Seeds whose dS/dt crosses over smoothly, goal logits"],
  [perturbation, "held_at_margin_scalar_law", "Seeds held at γ_crit with margin, scalar law"],
  [factorial, "interaction_batch", "Interaction on late S, smaller batches"],
  [
    factorial,
    "interaction_log_odds_gradient_work",
    "Interaction on log odds, noise on the gradient, with work",
  ],
  [factorial, "effect_rate", "Noise alone (higher rate) raises late S by"],
  [factorial, "law_interaction_without_wall", "Interaction in the paper’s equation without its wall at 0"],
] as const)("%# a figure has its name in words", (view, name, words) => {
  expect(view.figureName(name)).toBe(words);
});

it("has no words for a figure that is none", () => {
  expect(perturbation.figureName("ratio_nothing")).toBeUndefined();
  expect(perturbation.figureName("nothing_classifier")).toBeUndefined();
  expect(factorial.figureName("interaction_nothing")).toBeUndefined();
});
