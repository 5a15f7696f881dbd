/**
 * An upper confidence limit of lambda_max.
 *
 * lambda^_n = lambda_max(F^_n) >= v_1' F^_n v_1 = mean_j (g_j . v_1)^2, so an upper limit for the mean of those squares is
 * one for lambda_max, the larger for the upward bias of lambda^_n. Their spread is read off along the sample direction,
 * y_j = s^2 u_j^2, and their mean is taken to follow the chi-square law with the same mean and variance
 * [Satterthwaite 1946]: exact for Gaussian rows where v_1 is known,
 *
 *     U = lambda^_n nu / chi2_{nu, alpha},   nu = 2 / (1/n_eff - 1/n),   n_eff = (sum y)^2 / sum y^2.
 *
 * nu is at most n/2, as for rows whose projection has kurtosis 5 (Gaussian: 3, nu = n): a sample shows less of a
 * heavy tail than there is. No limit can hold for every distribution [Bahadur & Savage 1956]: a rare gradient that is
 * not in the sample may carry lambda_max. Where the sample itself shows that the variance is carried by few rows, no
 * limit is given; see `tail.ts`.
 */
import { gammaInc } from "../../numeric/index.js";

/** @param alpha probability that the limit lies below lambda_max. */
export function upperLimit(topSample: number, effectiveRows: number, rows: number, alpha: number): number {
  const freedom = Math.min(rows / 2, 2 / Math.max(1 / effectiveRows - 1 / rows, Number.MIN_VALUE));
  return (topSample * freedom) / chiSquareQuantile(alpha, freedom);
}

/** The x with P(chi-square with `freedom` degrees <= x) = p, by bisection in ln x to 1e-12. */
function chiSquareQuantile(p: number, freedom: number): number {
  let [low, high] = [-700, Math.log(freedom + 40 * Math.sqrt(freedom) + 100)];
  while (high - low > 1e-12) {
    const middle = (low + high) / 2;
    if (gammaInc(freedom / 2, Math.exp(middle) / 2) < p) low = middle;
    else high = middle;
    if (middle === low && middle === high) break;
  }
  return Math.exp(low);
}
