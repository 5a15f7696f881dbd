import { type BettingEValues, checkBets } from "./betting.js";

export interface BoundedMeanOptions {
  /** The mean tolerated, inside the range. Default: the middle of the range. */
  readonly nullMean?: number;
  /** Range of the observations. Default 0 to 1. */
  readonly lower?: number;
  readonly upper?: number;
  /** Shares of the stake, each in (0, 1]. Default 1/16, 1/8, 1/4, 1/2: ours, one for each size of change. */
  readonly bets?: readonly number[];
}

/**
 * For observations in [lower, upper], by y = (x - lower)/(upper - lower) and m likewise:
 *
 *     e_b(x) = 1 + b (y/m - 1)
 *
 * [Shin, Ramdas & Rinaldo, arXiv:2203.03532]. Nothing is assumed but the bounds: no independence, no law. A decrease is
 * found by handing over lower + upper - x.
 *
 * @throws RangeError when a parameter is out of range.
 */
export function boundedMean(options: BoundedMeanOptions = {}): BettingEValues {
  const { lower = 0, upper = 1, bets = [1 / 16, 1 / 8, 1 / 4, 1 / 2] } = options;
  const { nullMean = (lower + upper) / 2 } = options;
  if (!(upper > lower && Number.isFinite(upper - lower)))
    throw new RangeError(`the range must be finite and not empty, got ${lower} to ${upper}`);
  if (!(nullMean > lower && nullMean < upper))
    throw new RangeError(`nullMean must lie inside (${lower}, ${upper}), got ${nullMean}`);
  checkBets(bets, 1);
  return {
    name: "bounded-mean",
    assumes: `observations within [${lower}, ${upper}] whose conditional mean stays at or below ${nullMean} in control; dependence is allowed`,
    bets,
    log(x, bet) {
      if (!(x >= lower && x <= upper))
        throw new RangeError(`an observation must be finite and lie in [${lower}, ${upper}], got ${x}`);
      return Math.log1p(bet * ((x - lower) / (nullMean - lower) - 1));
    },
  };
}
