import { type BettingEValues, checkBets } from "./betting.js";
import { checkObservation } from "./detector.js";

export interface SubGaussianMeanOptions {
  /** The mean tolerated. Default 0. */
  readonly nullMean?: number;
  /** Sub-Gaussian scale: E exp(t (X - mean)) <= exp(t^2 sd^2/2). Default 1; for a range of width w, w/2 will do. */
  readonly sd?: number;
  /** Shifts in sd, each > 0; a bet finds its own shift soonest. Default 1/4, 1/2, 1, 2: ours, around one sd. */
  readonly bets?: readonly number[];
}

/**
 * For sub-Gaussian observations, with z = (x - m)/sd:
 *
 *     e_b(x) = exp(b z - b^2/2)
 *
 * [Shin, Ramdas & Rinaldo, arXiv:2203.03532]: the likelihood ratio of N(b, 1) to N(0, 1), an e-value for every law with
 * lighter tails. Dependence is allowed. A decrease is found by handing over -x with -m.
 *
 * @throws RangeError when a parameter is out of range.
 */
export function subGaussianMean(options: SubGaussianMeanOptions = {}): BettingEValues {
  const { nullMean = 0, sd = 1, bets = [1 / 4, 1 / 2, 1, 2] } = options;
  if (!Number.isFinite(nullMean)) throw new RangeError(`nullMean must be finite, got ${nullMean}`);
  if (!(sd > 0 && Number.isFinite(sd))) throw new RangeError(`sd must be finite and > 0, got ${sd}`);
  checkBets(bets, Number.MAX_VALUE);
  return {
    name: "sub-gaussian-mean",
    assumes: `observations sub-Gaussian with scale ${sd} whose conditional mean stays at or below ${nullMean} in control; dependence is allowed`,
    bets,
    log(x, bet) {
      checkObservation(x);
      return bet * ((x - nullMean) / sd) - (bet * bet) / 2;
    },
  };
}
