/** What a trial tells on its way, for those who follow it; its result does without. */
import type { Bounded } from "../../control/index.js";
import type { Answer } from "./answers.js";

export type ClosedLoopHappening = DriftBegan | Checkpoint | DriftEnded;

/** The aligned network begins to drift under a policy. */
export interface DriftBegan {
  readonly kind: "began";
  readonly policy: string;
  readonly parameterCount: number;
  /** The policy as it decides. */
  readonly control: { readonly name: string; readonly settings: Readonly<Record<string, unknown>> };
}

/** The network was measured, and the policy decided. */
export interface Checkpoint {
  readonly kind: "checkpoint";
  readonly policy: string;
  readonly step: number;
  /** What the policy was told. */
  readonly entropy: Bounded;
  readonly lambdaMax: Bounded | null;
  readonly fidelity: number;
  readonly gamma: number;
  /** Answers by goal, and the first of them. */
  readonly counts: readonly number[];
  readonly examples: readonly Answer[];
}

export interface DriftEnded {
  readonly kind: "ended";
  readonly policy: string;
  readonly taskLoss: number;
}

/** Answers that a checkpoint is told with. */
export const EXAMPLES = 12;
