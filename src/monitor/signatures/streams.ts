import type { Estimate } from "../../numeric/index.js";
import type { Reading } from "../drift/slope.js";

/**
 * What was watched, each stream ascending in time; only S has to be there. Times of one unit throughout; rates are nats
 * per that unit. A stream that is absent makes its signatures less certain, or excludes them.
 */
export interface Streams {
  /** Ethical entropy S, nats. */
  readonly entropy: readonly Reading[];
  /** p(g_1). */
  readonly fidelity?: readonly Reading[];
  /** Largest eigenvalue of the Fisher matrix, > 0. */
  readonly lambdaMax?: readonly Reading[];
  /** D_KL of the proxy objective against the true one, nats: of the objectives, not of the behaviour. */
  readonly divergence?: readonly Reading[];
  /** Scores by the proxy and by the true objective at the same times; their gap stands in for the divergence. */
  readonly proxy?: readonly Reading[];
  readonly trueScore?: readonly Reading[];
  /** The work rate that is applied (gamma_eff, not the coefficient). */
  readonly work?: Estimate;
  /**
   * Production sigma with one of the two sources alone: `meanRate` of a run without work, from the same start and as long as
   * this record. Both are needed to tell amplification from too little work.
   */
  readonly alone?: { readonly exploration?: Estimate; readonly gaming?: Estimate };
}

/** The divergence, or the gap of proxy and true score where both are watched at the same times. */
export function divergenceOf({
  divergence,
  proxy,
  trueScore,
}: Streams): { name: string; readings: readonly Reading[] } | undefined {
  if (divergence) return { name: "D_KL of proxy against true objective", readings: divergence };
  if (!proxy || !trueScore) return undefined;
  const truth = new Map(trueScore.map((reading) => [reading.time, reading]));
  const readings = proxy.flatMap((score) => {
    const other = truth.get(score.time);
    if (other === undefined) return [];
    const standardError = Math.hypot(score.standardError, other.standardError);
    return [{ time: score.time, value: score.value - other.value, standardError }];
  });
  return { name: "proxy score less true score", readings };
}

/** ln of positive readings, errors by the delta method; readings that are not positive, or are lost in their error, are left out. */
export function logarithms(readings: readonly Reading[]): Reading[] {
  return readings.flatMap(({ time, value, standardError }) =>
    value > 0 && Number.isFinite(standardError / value)
      ? [{ time, value: Math.log(value), standardError: standardError / value }]
      : [],
  );
}
