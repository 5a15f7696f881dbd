/** Judgements as a sign, a word and a colour; any of the three is enough. */
import type { Claim, Finding } from "../../contracts/index.js";
import { type Html, html } from "../html.js";
import type { Standing } from "../reading.js";

export type Tone = "good" | "warn" | "bad" | "plain";

export const badge = (tone: Tone, sign: string, word: string): Html =>
  html`<span class="badge ${tone}"><span aria-hidden="true">${sign}</span> ${word}</span>`;

const standings: Record<Standing, readonly [Tone, string]> = {
  held: ["good", "✓"],
  drifted: ["bad", "↗"],
  undecided: ["plain", "?"],
};

export const standingBadge = (standing: Standing): Html => badge(...standings[standing], standing);

const findingTones: Record<Finding["standing"], readonly [Tone, string]> = {
  supported: ["good", "✓"],
  "not supported": ["bad", "✕"],
  undecided: ["plain", "?"],
};

export const findingBadge = (standing: Finding["standing"]): Html =>
  badge(...findingTones[standing], standing);

type ClaimVerdict = Claim["verdict"];

interface Meaning {
  readonly tone: Tone;
  readonly sign: string;
  readonly meaning: string;
}

/** What each verdict on a claim of the paper means. */
export const verdicts: Readonly<Record<ClaimVerdict, Meaning>> = {
  reproduced: { tone: "good", sign: "✓", meaning: "our number agrees with the paper’s" },
  artefact: { tone: "warn", sign: "◐", meaning: "it agrees, for a reason other than the one claimed" },
  inconsistent: { tone: "plain", sign: "≠", meaning: "the claim contradicts the paper’s own figures" },
  refuted: { tone: "bad", sign: "✕", meaning: "the computation contradicts the claim" },
};

export const verdictBadge = (verdict: ClaimVerdict): Html =>
  badge(verdicts[verdict].tone, verdicts[verdict].sign, verdict);
