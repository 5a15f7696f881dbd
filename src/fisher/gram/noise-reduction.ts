/**
 * Noise-reduction estimate of the top eigenvalue of n Gaussian rows with far more dimensions than rows
 * [Yata & Aoshima 2012, eq. (5), here about 0]: the noise lifts every sample eigenvalue by about tr F / n, which the
 * other n - 1 show,
 *
 *     lambda~_1 = lambda^_1 - (tr F^ - lambda^_1) / (n - 1).
 *
 * Consistent where lambda_1 outgrows the noise; wrong, and usually far too high, where rows are heavy-tailed.
 *
 * @param top largest eigenvalue of G'G / n. @param trace its trace. @param rows n >= 2.
 */
export function noiseReduction(top: number, trace: number, rows: number): number {
  return top - (trace - top) / (rows - 1);
}
