import {
  bootstrapInterval,
  type EntropyEstimator,
  type PosteriorIntervalOptions,
  posteriorInterval,
} from "../../entropy/index.js";
import type { Estimate, RandomStream } from "../../numeric/index.js";
import { UserError } from "../exit.js";

export type IntervalKind = "posterior" | "bootstrap";

/** The estimators that are the mean of a posterior which can be drawn from, with its prior. */
const priors: Readonly<Record<string, NonNullable<PosteriorIntervalOptions["prior"]>>> = {
  nsb: "nsb",
  "wolpert-wolf": 1,
};

/** A bootstrap costs time in proportion to n; a million observations take about a minute. */
const mostResampled = 1e6;

/** Posterior for the estimators that have one, so that value and interval come from one model; else bootstrap. */
export function intervalFor({ name }: EntropyEstimator, asked?: IntervalKind): IntervalKind {
  if (asked === "posterior" && !(name in priors)) {
    const names = Object.keys(priors).join(" or ");
    throw new UserError(`--interval posterior goes with --estimator ${names}; for ${name} use bootstrap`);
  }
  return asked ?? (name in priors ? "posterior" : "bootstrap");
}

/** S with its interval, `undefined` for too few counts; enough draws that at least ten lie beyond each end. */
export function estimateEntropy(
  counts: readonly number[],
  estimator: EntropyEstimator,
  { kind, level, stream }: { kind: IntervalKind; level: number; stream: RandomStream },
): Estimate | undefined {
  const tail = Math.ceil(20 / (1 - level));
  if (kind === "posterior") {
    const prior = priors[estimator.name] as NonNullable<PosteriorIntervalOptions["prior"]>;
    return posteriorInterval(counts, { prior, level, stream, draws: Math.max(4000, tail) });
  }
  const n = counts.reduce((a, b) => a + b, 0);
  if (n > mostResampled) {
    throw new UserError(
      `${n} observations are too many to bootstrap (${mostResampled} at most); use --estimator nsb, whose interval is drawn`,
    );
  }
  // One Pitman-Yor estimate is a double integral of some 40 ms.
  const resamples = estimator.name === "pitman-yor" ? 200 : 2000;
  return bootstrapInterval(counts, estimator, { level, stream, resamples: Math.max(resamples, tail) });
}
