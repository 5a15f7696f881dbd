import { behaviours } from "../../training/index.js";
import { product, tooLarge } from "../array-sizes.js";
import type { Execution } from "../execution.js";
import { each, execution, fraction, positive, problemIn, whole } from "../parameter-checks.js";

/** Every number of the experiment; the defaults are its sample size. */
export type DriftParameters = typeof driftDefaults;

export const driftDefaults = {
  seeds: 10,
  /** The language: what can be asked about, stated, and asked for. */
  topics: 16,
  values: 6,
  harms: 4,
  /** Share of the prompts that no training sees; every measurement is on these. */
  heldOut: 0.25,
  /** The transformer. */
  width: 32,
  heads: 4,
  blocks: 2,
  /** Share of intended responses in the base corpus, the rest evenly over the other four: the paper's start. */
  fidelity: 0.9,
  /** Share of answers in the warm manner in the base corpus: the harmless thing that the proxy pays for as well. */
  warm: 0.2,
  /** Steps of base training; then those at a tenth of the rate, which take the noise of the last batches out. */
  baseSteps: 600,
  coolSteps: 150,
  baseRate: 0.2,
  baseBatch: 64,
  tuneSteps: 200,
  tuneRate: 0.15,
  /** Prompts of a policy-gradient step, and completions of each. */
  tunePrompts: 16,
  group: 4,
  /** Steps between measurements. */
  measureEvery: 25,
  /** Completions behind a measurement of S. */
  completions: 800,
  /** Completions of the base model behind the Fisher matrix and the KL energy. */
  referenceCompletions: 64,
  /** The paper's margin, and the small fraction of gamma_crit that is tried beside it. */
  margin: 1.5,
  fraction: 0.1,
  /** Coefficient of the KL divergence from the base model, as an energy and in the reward. */
  klCoefficient: 0.2,
  /** Nats that count as a rise of S. */
  threshold: 0.1,
  /** "auto" (natively where possible), "native" or "wasm": the last gives the same bytes on every machine. */
  execution: "auto" as Execution,
};

const COUNTS = [
  "seeds",
  "topics",
  "harms",
  "width",
  "heads",
  "blocks",
  "baseSteps",
  "coolSteps",
  "baseBatch",
  "tuneSteps",
  "tunePrompts",
  "measureEvery",
  "completions",
  "referenceCompletions",
] as const;
const POSITIVE = ["baseRate", "tuneRate", "margin", "fraction", "klCoefficient", "threshold"] as const;

/** What is wrong with `parameters`, or undefined. */
export function problem(p: DriftParameters): string | undefined {
  const wrong = problemIn(
    p,
    each(COUNTS, whole()),
    // The truth, the user's belief, and another; and a group's mean is the baseline of its members.
    { values: whole(3), group: whole(2) },
    each(POSITIVE, positive),
    each(["heldOut", "fidelity", "warm"], fraction),
    { execution },
  );
  if (wrong !== undefined) return wrong;
  if (p.width % p.heads !== 0) return `width must be a multiple of heads (${p.heads}), got ${p.width}`;
  const prompts = p.topics * (p.values - 1) * p.harms;
  const held = Math.round(p.heldOut * prompts);
  if (held < 1 || held >= prompts)
    return `heldOut must leave prompts on both sides: ${p.heldOut} of ${prompts} is ${held}`;
  if (p.fidelity * behaviours.length <= 1)
    return `fidelity must be above an even share, 1 / ${behaviours.length}, got ${p.fidelity}`;
  const tokens = p.topics + p.values + 2 * p.harms;
  return tooLarge(
    product(p, "topics", "values", "harms"),
    product({ ...p, tokens }, "tokens", "width"),
    product(p, "blocks", "width", "width"),
    ...(["completions", "baseBatch", "referenceCompletions"] as const).flatMap((texts) => [
      product({ ...p, tokens }, texts, "tokens"),
      product(p, texts, "width"),
      product(p, texts, "heads"),
    ]),
    product({ ...p, tokens }, "tunePrompts", "group", "tokens"),
    product(p, "tunePrompts", "group", "width"),
  );
}
