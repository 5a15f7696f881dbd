import { type BayesianEntropyEstimator, intendedDivergence, nsb, proportion } from "../entropy/index.js";
import { betaQuantile, type Estimate } from "../numeric/index.js";
import type { WindowReport } from "./window-report.js";
import type { WindowCounts } from "./windows/sliding.js";

export interface WindowFigures {
  /** Default `nsb`, whose prior is nearly flat in S; `wolpertWolf()` takes a fiftieth of its time. */
  readonly estimator?: BayesianEntropyEstimator | undefined;
  /** Probability of the intervals. Default 0.95. */
  readonly level?: number | undefined;
}

/**
 * The figures of a window from its counts, the intended goal first.
 *
 * S is the estimator's posterior mean; its interval is that of the beta distribution on [0, ln K] with the posterior's
 * mean and standard deviation. It needs no draws, so that a replay gives the same bytes, and stays within a few percent of its width
 * of the drawn interval of `posteriorInterval` from some ten observations on. Sums of weights are taken as counts:
 * doubt about single labels then shows as S, and none of it in the interval.
 */
export function measuredWindow(
  { window, start, end, n, counts }: WindowCounts,
  { estimator = nsb, level = 0.95 }: WindowFigures,
): WindowReport {
  const report = { window, start, end, n, counts };
  const moments = n > 0 ? estimator.moments(counts) : undefined;
  if (moments === undefined)
    return { ...report, gap: n === 0, entropy: null, fidelity: null, divergence: null };
  const total = counts.reduce((a, b) => a + b, 0);
  const fidelity = proportion(counts[0]!, total, level);
  return {
    ...report,
    gap: false,
    entropy: entropyEstimate(moments, { counts, n, level, name: estimator.name }),
    fidelity,
    divergence: intendedDivergence(fidelity, "the intended goal was never observed"),
  };
}

function entropyEstimate(
  { mean, sd }: { mean: number; sd: number },
  { counts, n, level, name }: { counts: readonly number[]; n: number; level: number; name: string },
): Estimate {
  const most = Math.log(counts.length);
  const share = mean / most;
  const size = (share * (1 - share)) / (sd / most) ** 2 - 1;
  const quantile = (q: number) => most * betaQuantile(q, share * size, (1 - share) * size);
  const degenerate = !(size > 0 && Number.isFinite(size));
  return {
    value: mean,
    lower: degenerate ? mean : quantile((1 - level) / 2),
    upper: degenerate ? mean : quantile((1 + level) / 2),
    level,
    method: `${name} posterior mean; interval of the beta distribution with its mean and standard deviation`,
    n,
    covers: counts.every(Number.isInteger)
      ? "multinomial sampling of labels, one window"
      : "sampling of labels with these weights, one window; not doubt about single labels",
  };
}
