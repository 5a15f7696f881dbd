/** The headline: lambda_max from a Gram matrix of gradient samples, between two confidence limits. */
import type { Estimate, RandomStream } from "../../numeric/index.js";
import { lowerLimit } from "./lower-limit.js";
import { type SampleGram, topPair } from "./sample-gram.js";
import { type TailDiagnostic, tailDiagnostic } from "./tail.js";
import { meanProjection, type Projections, twoHalfProjections } from "./two-half.js";
import { upperLimit } from "./upper-limit.js";

/** lambda_max between two confidence limits; without `upper` only the lower one can be given, and `noUpper` says why. */
export interface LambdaMaxInterval extends Omit<Estimate, "upper"> {
  readonly upper?: number;
  readonly noUpper?: string;
}

export interface Bracket {
  /** Average of v_A' F_B v_A over splits: its expectation is at most lambda_max, whatever the distribution. */
  readonly lower: number;
  /** Top sample eigenvalue: its expectation is at least lambda_max, whatever the distribution. */
  readonly upper: number;
}

/** What the samples say of lambda_max: the bracket, and limits of it at any level. */
export interface LambdaMaxEvidence {
  readonly bracket: Bracket;
  readonly tail: TailDiagnostic;
  /** The interval whose ends are each missed with probability (1 - level) / 2. */
  interval(level: number): LambdaMaxInterval;
}

/** Over what the intervals of this folder hold. */
export const COVERS = "the draw of the gradients, which must be independent";

/**
 * The interval's value is the geometric middle of the bracket: between its ends the samples do not decide.
 *
 * @param splits random halvings to average over. Cost: 2 `splits` top eigenpairs of half the rows, and two of all.
 */
export function lambdaMaxEvidence(gram: SampleGram, splits: number, stream: RandomStream): LambdaMaxEvidence {
  const top = topPair(gram.entries, gram.rows);
  const all = Int32Array.from({ length: gram.rows }, (_, i) => i);
  const projections = twoHalfProjections(gram, all, splits, stream);
  const bracket = { lower: meanProjection(projections), upper: top.value / gram.rows };
  const tail = tailDiagnostic(gram, top);
  return { bracket, tail, interval: (level) => interval(projections, bracket, tail, gram.rows, level) };
}

function interval(
  projections: Projections,
  bracket: Bracket,
  tail: TailDiagnostic,
  rows: number,
  level: number,
): LambdaMaxInterval {
  const alpha = (1 - level) / 2;
  const lower = lowerLimit(projections, alpha);
  const above =
    tail.againstUpper.length > 0
      ? { noUpper: tail.againstUpper.join("; ") }
      : { upper: upperLimit(bracket.upper, tail.effectiveRows, rows, alpha) };
  const middle = Math.sqrt(bracket.lower * bracket.upper);
  return {
    value: Math.min(Math.max(middle, lower), above.upper ?? Infinity),
    lower,
    ...above,
    level,
    method:
      "two-half bracket: exact betting limit below, chi-square limit of the top sample eigenvalue above",
    n: rows,
    covers: COVERS,
  };
}
