/** Two combinations of gamma functions, in forms that keep their digits where the textbook difference loses them. */
import { lgamma, trigamma } from "../numeric/index.js";

/**
 * ln [(x)_m / m!] = ln [Gamma(x + m) / (Gamma(x) m!)], (x)_m the rising factorial, x > 0, m >= 0: the ways to choose
 * m of x with repetition. Rounding error below 1e-13 + 1e-15 min(x, m) ln(x + m).
 */
export function logMultisetCoefficient(x: number, m: number): number {
  return x <= m && m >= STIRLING_FROM
    ? logGammaRatio(m + 1, x - 1) - lgamma(x)
    : logGammaRatio(x, m) - lgamma(m + 1);
}

const STIRLING_FROM = 16;

/**
 * ln Gamma(x + m) - ln Gamma(x). For large x by Stirling's series, term against term: the two log-gammas agree in ever
 * more digits, and at x = 1e15, m = 2 their difference has none left.
 */
function logGammaRatio(x: number, m: number): number {
  if (x < STIRLING_FROM) return lgamma(x + m) - lgamma(x);
  return (
    (x - 0.5) * Math.log1p(m / x) +
    m * Math.log(x + m) -
    m +
    stirlingCorrection(x + m) -
    stirlingCorrection(x)
  );
}

/** ln Gamma(x) - [(x - 1/2) ln x - x + ln(2 pi) / 2] to 1e-16 for x >= 16 (Abramowitz & Stegun 6.1.41). */
function stirlingCorrection(x: number): number {
  const y = 1 / (x * x);
  return (1 / 12 - y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - y / 1188)))) / x;
}

/** x psi_1(x) - 1, x > 0: tends to 1/(2x), by the asymptotic series from x = 30 (Abramowitz & Stegun 6.4.12). */
export function trigammaExcess(x: number): number {
  if (x < 30) return x * trigamma(x) - 1;
  const y = 1 / (x * x);
  return 0.5 / x + y * (1 / 6 - y * (1 / 30 - y * (1 / 42 - y / 30)));
}
