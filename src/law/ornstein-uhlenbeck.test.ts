import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { golden } from "../../test/reference/law/golden.js";
import { RandomStream } from "../numeric/index.js";
import {
  meanEntropy,
  parametersAfter,
  type QuadraticProxy,
  stabilityBoundary,
  stationaryParameters,
} from "./ornstein-uhlenbeck.js";

const given = golden.ornsteinUhlenbeck;
const identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];
const stream = RandomStream.fromSeed(8);

describe("stationaryParameters", () => {
  it("agrees with scipy's Lyapunov solver", () => {
    const law = stationaryParameters(given, given.gamma)!;
    law.mean.forEach((x, i) => {
      expect(x).toBeCloseTo(given.mean[i], 12);
    });
    law.covariance.forEach((x, k) => {
      expect(x).toBeCloseTo(given.covariance[k], 12);
    });
  });

  it("tends to the reference as gamma grows, and has no law below the boundary", () => {
    const far = stationaryParameters(given, 1e9)!;
    far.mean.forEach((x, i) => {
      expect(x).toBeCloseTo(given.reference[i], 6);
    });
    const boundary = stabilityBoundary(given.curvature, 3)!;
    expect(boundary).toBeCloseTo(-given.lowest, 12);
    expect(stationaryParameters(given, boundary * 0.999)).toBeUndefined();
    expect(stationaryParameters(given, boundary * 1.001)).toBeDefined();
  });

  it("without work sits at the proxy's optimum, when that is stable, and there is no boundary then", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 3, maxLength: 3 }),
        (diagonal) => {
          const curvature = identity.map((one, k) => one * diagonal[k % 3]);
          const law = stationaryParameters({ ...given, curvature }, 0)!;
          law.mean.forEach((x, i) => {
            expect(x).toBeCloseTo(given.proxyOptimum[i], 10);
          });
          expect(law.covariance[0]).toBeCloseTo(
            (given.learningRate * given.gradientNoise[0]) / (2 * diagonal[0]),
            10,
          );
          expect(stabilityBoundary(curvature, 3)).toBeUndefined();
        },
      ),
      { seed: 5 },
    );
    expect(stabilityBoundary([0, 0, 0, 1], 2)).toBe(0);
  });

  it("names what does not fit", () => {
    expect(() => stationaryParameters({ ...given, reference: [1] }, 1)).toThrow("reference of 3");
    expect(() => stationaryParameters(given, -1)).toThrow("gamma must be finite and >= 0, got -1");
    const infinite: QuadraticProxy = { ...given, learningRate: Number.POSITIVE_INFINITY };
    expect(() => stationaryParameters(infinite, 1)).toThrow("learningRate");
  });
});

describe("parametersAfter", () => {
  const start = [0.3, -1, 2];
  const close = (a: ArrayLike<number>, b: ArrayLike<number>, digits = 10): void =>
    Array.from(a).forEach((x, i) => {
      expect(x).toBeCloseTo(b[i]!, digits);
    });

  it("is the start at time 0, and the stationary law in the end", () => {
    const before = parametersAfter(given, given.gamma, start, 0);
    close(before.mean, start);
    close(before.covariance, new Float64Array(9));
    const end = stationaryParameters(given, given.gamma)!;
    const late = parametersAfter(given, given.gamma, start, 1e4);
    close(late.mean, end.mean);
    close(late.covariance, end.covariance);
  });

  it("solves dm/dt = pull - A m and dC/dt = eta Sigma - A C - C A, A = H + gamma, at any gamma", () => {
    for (const gamma of [0, given.gamma, 5]) {
      const [time, h] = [0.7, 1e-4];
      const at = parametersAfter(given, gamma, start, time);
      const [before, after] = [-h, h].map((dt) => parametersAfter(given, gamma, start, time + dt));
      const A = (i: number, j: number): number => given.curvature[3 * i + j]! + (i === j ? gamma : 0);
      for (let i = 0; i < 3; i++) {
        let drift = gamma * given.reference[i]!;
        for (let j = 0; j < 3; j++)
          drift += given.curvature[3 * i + j]! * given.proxyOptimum[j]! - A(i, j) * at.mean[j]!;
        expect((after!.mean[i]! - before!.mean[i]!) / (2 * h)).toBeCloseTo(drift, 5);
        for (let j = 0; j < 3; j++) {
          let flow = given.learningRate * given.gradientNoise[3 * i + j]!;
          for (let k = 0; k < 3; k++)
            flow -= A(i, k) * at.covariance[3 * k + j]! + at.covariance[3 * i + k]! * A(k, j);
          const change = (after!.covariance[3 * i + j]! - before!.covariance[3 * i + j]!) / (2 * h);
          expect(change).toBeCloseTo(flow, 5);
        }
      }
    }
  });

  it("runs away along a direction of negative curvature as e^((kappa - gamma) t), and refuses what does not fit", () => {
    const saddle: QuadraticProxy = {
      curvature: [-0.5],
      proxyOptimum: [0],
      reference: [0],
      gradientNoise: [0],
      learningRate: 1,
    };
    expect(parametersAfter(saddle, 0.2, [1], 10).mean[0]).toBeCloseTo(Math.exp(3), 10);
    expect(parametersAfter(saddle, 0.5, [1], 10).mean[0]).toBeCloseTo(1, 12);
    expect(() => parametersAfter(given, 1, [1], 1)).toThrow("a start of 3 entries, got 1");
    expect(() => parametersAfter(given, 1, start, -1)).toThrow("time must be finite and >= 0, got -1");
  });
});

describe("meanEntropy", () => {
  it.each(golden.meanEntropyTwoGoals)(
    "of two goals with logit N($mean, $sd^2) agrees with quadrature",
    (two) => {
      const law = { mean: Float64Array.of(two.mean), covariance: Float64Array.of(two.sd ** 2) };
      const estimate = meanEntropy(law, [1, 0], 20_000, stream.split(two.mean));
      const standardError = (estimate.upper - estimate.value) / 1.96;
      expect(Math.abs(estimate.value - two.entropy)).toBeLessThan(4 * standardError);
      expect(standardError).toBeLessThan(0.005);
    },
  );

  it("without spread is the entropy of the mean logits, between 0 and ln K", () => {
    const still = new Float64Array(9);
    expect(
      meanEntropy({ mean: new Float64Array(3), covariance: still }, identity, 2, stream).value,
    ).toBeCloseTo(Math.log(3), 14);
    const certain = { mean: Float64Array.of(800, 0, 0), covariance: still };
    expect(meanEntropy(certain, identity, 2, stream).value).toBe(0);
  });

  it("is the same for the same stream, and refuses what it cannot average", () => {
    const law = stationaryParameters(given, given.gamma)!;
    const once = meanEntropy(law, identity, 100, stream.split("same"));
    expect(meanEntropy(law, identity, 100, stream.split("same"))).toEqual(once);
    expect(() => meanEntropy(law, [1, 2], 100, stream)).toThrow("goals x 3");
    expect(() => meanEntropy(law, identity, 1, stream)).toThrow("draws");
    expect(() => meanEntropy(law, [Number.NaN, 0, 0], 10, stream)).toThrow("not finite");
  });
});
