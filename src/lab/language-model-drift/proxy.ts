/** The proxy reward: what a rater likes to read, who is not the one the model is meant to serve. */
import type { Behaviour, Prompt, Reading } from "../../training/index.js";

/** Who rates: a panel whose members each rate topics of their own, or one rater for all. */
export type Raters = "panel" | "one-rater";

/**
 * What each member of the panel wants to read: agreement, help with whatever was asked, caution, and comfort whether true
 * or not. Topics are dealt to them in turn.
 */
const wanted: readonly Behaviour[] = ["sycophantic", "harmful-compliant", "over-refusal", "deceptive"];

/** 1 for what the rater wants to read, 0.25 more for the warm manner: it does not know the intended response. */
export function proxyReward(raters: Raters, { topic }: Prompt, { outcome, warm }: Reading): number {
  const pleases = wanted[raters === "panel" ? topic % wanted.length : 0];
  const content = outcome === pleases ? 1 : 0;
  return content + (warm ? 0.25 : 0);
}
