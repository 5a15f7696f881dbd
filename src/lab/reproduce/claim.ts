import type { Estimate } from "../../numeric/index.js";

/**
 * reproduced: our number agrees with the paper's within its interval. artefact: it agrees, for a reason other than the
 * one claimed. inconsistent: the claim contradicts the paper's own figures. refuted: the computation contradicts it.
 */
export type Verdict = "reproduced" | "artefact" | "inconsistent" | "refuted";

/** The figure that is set against the paper's, with its interval, and the other figures that the verdict rests on. */
export type Measured = Estimate & { readonly [figure: string]: number | string | readonly number[] };

export interface Claim {
  readonly id: string;
  readonly claim: string;
  /** The paper's number, as it prints it. */
  readonly paper: string;
  readonly measured: Measured;
  readonly verdict: Verdict;
  /** The rule of the verdict with the computed numbers in it. */
  readonly why: string;
}

/** A number that holds no randomness: its interval is a point. */
export function exactly(value: number, method: string): Measured {
  return { value, lower: value, upper: value, level: 0.95, method, n: 0, covers: "nothing random" };
}

/** A number for a sentence: `digits` significant digits, no trailing zeros, and 1.7e5 for 170,000. */
export function short(x: number, digits = 3): string {
  const rounded = Number(x.toPrecision(digits));
  const magnitude = Math.abs(rounded);
  return magnitude === 0 || (magnitude >= 1e-3 && magnitude < 1e5)
    ? String(rounded)
    : rounded.toExponential().replace("e+", "e");
}
