import { type Signature, signatures } from "../../monitor/index.js";
import { positives, problemIn, whole } from "../parameter-checks.js";

export type FailureSignaturesParameters = typeof failureSignaturesDefaults;

export const failureSignaturesDefaults = {
  /** Runs of each kind, an even number: the first half is for tuning, the second is held out. */
  runs: 200,
  /** Share of runs of a network under training; the others follow the scalar law. */
  learnerShare: 0.3,
  /** "both", or "tuning" alone: thresholds may be chosen by looking at that half only. */
  halves: "both" as "both" | "tuning",
  /** Windows of a run. */
  windows: 40,
  /** Steps of the scalar law in a window. */
  steps: 50,
  /** What the scalar law's noise alone adds up to over a record, nats: drawn between these. The paper's own is 1. */
  wander: [0.02, 0.12],
  /** Number of the first run; trials of one run each set it. */
  first: 0,
};

/** The kinds of run; the name of each is the signature that is right. */
export const kinds = signatures;

export type Kind = Signature;

/** What is wrong with `parameters`, or undefined. */
export function problem(p: FailureSignaturesParameters): string | undefined {
  const wrong = problemIn(p, { runs: whole(2), windows: whole(10), steps: whole(), wander: positives });
  if (wrong !== undefined) return wrong;
  const { first, halves, learnerShare, runs, wander } = p;
  if (runs % 2 !== 0) return `runs must be an even number, got ${runs}`;
  if (!(learnerShare >= 0 && learnerShare <= 1))
    return `learnerShare must lie in [0, 1], got ${learnerShare}`;
  if (!["both", "tuning"].includes(halves))
    return `halves must be both or tuning, got ${JSON.stringify(halves)}`;
  const [least, most] = wander;
  if (wander.length !== 2 || most! < least!)
    return `wander must be two numbers, 0 < least <= most, got ${JSON.stringify(wander)}`;
  if (first !== 0) return "first is set by the trials";
  return undefined;
}

export const trialsOf = ({ runs, halves }: FailureSignaturesParameters): number =>
  halves === "both" ? runs : runs / 2;

export const partOf = (p: FailureSignaturesParameters, index: number): FailureSignaturesParameters => ({
  ...p,
  first: index,
});

export type Half = "tuning" | "held-out";
export type WorldName = "learner" | "scalar law";

/** Which half run `number` is in, and what makes it: learners come first in either half. */
export function placeOf(
  { runs, learnerShare }: FailureSignaturesParameters,
  number: number,
): { half: Half; world: WorldName } {
  const learners = Math.round((learnerShare * runs) / 2);
  return {
    half: number < runs / 2 ? "tuning" : "held-out",
    world: number % (runs / 2) < learners ? "learner" : "scalar law",
  };
}
