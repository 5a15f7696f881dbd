import type { Scale } from "./interaction.js";
import type { Noise } from "./parameters.js";

export const noiseLabels: Readonly<Record<Noise | "none", string>> = {
  none: "no added noise",
  batch: "Noise by smaller batches",
  rate: "Noise by a higher rate",
  gradient: "Noise on the gradient",
};

/** How the interaction on a scale is called in the summary. */
export const figureNames: Readonly<Record<Scale, string>> = {
  rise: "interaction",
  earlyRise: "interaction_early",
  logOddsRise: "interaction_log_odds",
};
