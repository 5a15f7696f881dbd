import { readFileSync } from "node:fs";

interface Case {
  readonly start: number;
  readonly drift: number;
  readonly noise: number;
  readonly mean: number;
  readonly sd: number;
}

interface WithCdf {
  /** [y, P(S <= y)] pairs. */
  readonly cdf: readonly (readonly [number, number])[];
}

interface LawGolden {
  readonly reflectedBrownian: readonly (Case & WithCdf & { time: number })[];
  readonly twoWalls: readonly (Case & WithCdf & { time: number; ceiling: number })[];
  readonly clippedWalk: readonly (Case & { steps: number; atom: number })[];
  readonly ornsteinUhlenbeck: {
    readonly curvature: number[];
    readonly gradientNoise: number[];
    readonly proxyOptimum: number[];
    readonly reference: number[];
    readonly learningRate: number;
    readonly gamma: number;
    readonly lowest: number;
    readonly mean: number[];
    readonly covariance: number[];
  };
  readonly meanEntropyTwoGoals: readonly { mean: number; sd: number; entropy: number }[];
}

/** Made by law.py (mpmath, scipy). */
export const golden: LawGolden = JSON.parse(
  readFileSync(new URL("law.golden.json", import.meta.url), "utf8"),
);
