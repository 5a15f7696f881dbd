/**
 * Median of the Marchenko-Pastur law of unit variance and ratio 0 < ratio <= 1: the limit of the spectrum of X'X / n for
 * n x p white noise, ratio = p / n, with density sqrt((b - x)(x - a)) / (2 pi ratio x) on [a, b] = (1 -+ sqrt ratio)^2.
 */
export function marchenkoPasturMedian(ratio: number): number {
  if (!(ratio > 0 && ratio <= 1)) throw new RangeError(`the ratio must be in (0, 1], got ${ratio}`);
  // x = middle - radius cos t turns the density into a smooth function of t on [0, pi]: the trapezoid rule converges fast.
  const middle = 1 + ratio;
  const radius = 2 * Math.sqrt(ratio);
  const density = (t: number): number => {
    const x = middle - radius * Math.cos(t);
    // sin^2 t / x is regular at t = 0 even where a = 0: (1 - cos t)(1 + cos t) / (middle - radius cos t).
    return x === 0
      ? (2 * radius) / (2 * Math.PI * ratio)
      : (radius * Math.sin(t)) ** 2 / (2 * Math.PI * ratio * x);
  };
  const steps = 20_000;
  const width = Math.PI / steps;
  let mass = 0;
  let before = density(0);
  for (let k = 1; k <= steps; k++) {
    const after = density(k * width);
    const piece = ((before + after) / 2) * width;
    if (mass + piece >= 0.5) {
      const t = (k - 1 + (0.5 - mass) / piece) * width;
      return middle - radius * Math.cos(t);
    }
    mass += piece;
    before = after;
  }
  return middle + radius;
}
