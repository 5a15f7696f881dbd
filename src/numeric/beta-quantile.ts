import { betaInc, lgamma, normalQuantile } from "./special.js";

/** Beyond it in log odds the double nearest to a quantile is 0 or 1. */
const FARTHEST = 745;

/**
 * The x with I_x(a, b) = q, a, b > 0, 0 < q < 1: Newton's method in ln(x/(1 - x)), where both tails are smooth, with
 * bisection whenever a step leaves the bracket. As exact as `betaInc`, and as doubles close to 1 allow.
 */
export function betaQuantile(q: number, a: number, b: number): number {
  const logBeta = lgamma(a) + lgamma(b) - lgamma(a + b);
  let [low, high] = [-FARTHEST, FARTHEST];
  let y =
    Math.log(a / b) + normalQuantile(q) * Math.sqrt((a + b) / (a * b)) * Math.sqrt((a + b) / (a + b + 1));
  y = Math.min(Math.max(y, -FARTHEST / 2), FARTHEST / 2);
  for (let iteration = 0; iteration < 200; iteration++) {
    const x = logistic(y);
    const excess = betaInc(x, a, b) - q;
    if (excess < 0) low = y;
    else high = y;
    const slope = Math.exp(-a * softPlus(-y) - b * softPlus(y) - logBeta);
    const newton = y - excess / slope;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    // The error of a Newton step is of the order of its square.
    if (Math.abs(next - y) <= 1e-8 * Math.max(1, Math.abs(y)) && next === newton) return logistic(next);
    y = next;
  }
  return logistic(y);
}

const logistic = (y: number): number => 1 / (1 + Math.exp(-y));

/** ln(1 + e^y) = -ln(1 - x) at log odds y. */
const softPlus = (y: number): number => (y > 0 ? y + Math.log1p(Math.exp(-y)) : Math.log1p(Math.exp(y)));
