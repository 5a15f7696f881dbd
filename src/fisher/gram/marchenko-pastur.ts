/**
 * The Marchenko-Pastur law of unit variance and ratio 0 < ratio <= 1: the limit of the spectrum of X'X / n for n x p white
 * noise, ratio = p / n, with density sqrt((b - x)(x - a)) / (2 pi ratio x) on [a, b] = (1 -+ sqrt ratio)^2.
 *
 * x = middle - radius cos t turns it into a smooth density of t on [0, pi]: the trapezoid rule converges fast.
 */
const STEPS = 20_000;

/** Share of the law at or below x. */
export function marchenkoPasturCdf(x: number, ratio: number): number {
  const { middle, radius } = supportOf(ratio);
  const end = Math.acos(Math.max(-1, Math.min(1, (middle - x) / radius)));
  if (end === 0) return 0;
  const steps = Math.max(1, Math.ceil((STEPS * end) / Math.PI / 10));
  let mass = 0;
  for (let k = 0; k <= steps; k++)
    mass += densityOfAngle((k * end) / steps, ratio) * (k === 0 || k === steps ? 0.5 : 1);
  return Math.min(1, (mass * end) / steps);
}

export function marchenkoPasturMedian(ratio: number): number {
  const { middle, radius } = supportOf(ratio);
  const width = Math.PI / STEPS;
  let mass = 0;
  let before = densityOfAngle(0, ratio);
  for (let k = 1; k <= STEPS; k++) {
    const after = densityOfAngle(k * width, ratio);
    const piece = ((before + after) / 2) * width;
    if (mass + piece >= 0.5) return middle - radius * Math.cos((k - 1 + (0.5 - mass) / piece) * width);
    mass += piece;
    before = after;
  }
  return middle + radius;
}

function supportOf(ratio: number): { readonly middle: number; readonly radius: number } {
  if (!(ratio > 0 && ratio <= 1)) throw new RangeError(`the ratio must be in (0, 1], got ${ratio}`);
  return { middle: 1 + ratio, radius: 2 * Math.sqrt(ratio) };
}

function densityOfAngle(t: number, ratio: number): number {
  const { middle, radius } = supportOf(ratio);
  const x = middle - radius * Math.cos(t);
  // sin^2 t / x is regular at t = 0 even where a = 0: (1 - cos t)(1 + cos t) / (middle - radius cos t).
  return x === 0
    ? (2 * radius) / (2 * Math.PI * ratio)
    : (radius * Math.sin(t)) ** 2 / (2 * Math.PI * ratio * x);
}
