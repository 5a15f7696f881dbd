/**
 * The law of S_T for Brownian motion with drift mu and noise s, started at x and reflected at 0
 * [Harrison 1985, Brownian Motion and Stochastic Flow Systems, section 3.6]:
 *
 *     P(S_T <= y) = Phi((y-x-mu T) / (s sqrt T)) - exp(2 mu y / s^2) Phi((-y-x-mu T) / (s sqrt T)),   y >= 0
 *
 * It has no atom at 0 for T > 0: the clipped walk has one, and lies lower by about 0.58 s (see `discreteWalkLaw`).
 */
import { integrate, logNormalCdf, normalCdf } from "../numeric/index.js";
import { checkWalk, type EntropyLaw, invertCdf, pointMass, type Walk } from "./walk.js";

/**
 * Mean and standard deviation by quadrature of the distribution function, relative error about 1e-12; the second
 * term in logarithms, so that nothing overflows at any drift.
 *
 * @param time T in steps, >= 0; at 0 the law is the point mass at the start.
 */
export function reflectedBrownian(walk: Walk, time: number): EntropyLaw {
  checkWalk(walk);
  if (!(time >= 0 && Number.isFinite(time)))
    throw new RangeError(`time must be finite and >= 0, got ${time}`);
  if (time === 0) return pointMass(walk.start);
  const { start, drift, noise } = walk;
  const spread = noise * Math.sqrt(time);
  const free = start + drift * time;
  const image = (y: number): number =>
    Math.exp((2 * drift * y) / noise ** 2 + logNormalCdf((-y - free) / spread));
  const cdf = (y: number): number => (y < 0 ? 0 : Math.max(0, normalCdf((y - free) / spread) - image(y)));
  const survival = (y: number): number => normalCdf((free - y) / spread) + image(y);

  const centre = Math.max(0, free);
  const upper = centre + 10 * spread;
  const points = panels(centre, spread, upper, drift < 0 ? noise ** 2 / (-2 * drift) : Infinity);
  const below = points.filter((y) => y <= centre);
  const above = points.filter((y) => y >= centre);
  const shift = integrate(survival, above) - integrate(cdf, below);
  const square =
    2 * integrate((y) => (y - centre) * survival(y), above) +
    2 * integrate((y) => (centre - y) * cdf(y), below);
  return {
    mean: centre + shift,
    sd: Math.sqrt(square - shift ** 2),
    cdf,
    quantile: (p) => invertCdf(cdf, p, upper),
  };
}

/** Panels of [0, upper] as fine as the two scales of the law: the free spread, and the stationary mean near 0. */
function panels(centre: number, spread: number, upper: number, stationaryMean: number): number[] {
  const points = [0, centre, upper];
  for (let k = -10; k < 10; k++) points.push(centre + k * spread);
  for (let k = 1; k <= 64; k *= 2) points.push(k * stationaryMean);
  return [...new Set(points)].filter((y) => y >= 0 && y <= upper).sort((a, b) => a - b);
}

/**
 * The law as T grows: exponential with mean s^2 / (2 |mu|) where work exceeds production (mu < 0).
 * `undefined` where it does not: S then grows without bound.
 */
export function stationaryBrownian(walk: Omit<Walk, "start">): EntropyLaw | undefined {
  checkWalk({ ...walk, start: 0 });
  if (walk.drift >= 0) return undefined;
  const mean = walk.noise ** 2 / (-2 * walk.drift);
  return {
    mean,
    sd: mean,
    cdf: (y) => (y < 0 ? 0 : -Math.expm1(-y / mean)),
    quantile(p) {
      if (!(p >= 0 && p < 1)) throw new RangeError(`p must lie in [0, 1), got ${p}`);
      return -mean * Math.log1p(-p);
    },
  };
}
