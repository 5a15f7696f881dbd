import { describe, expect, it } from "vitest";
import { dirichlet, RandomStream, xlogx } from "../numeric/index.js";
import { goalDistribution } from "./goal-distribution.js";

/** Two cues of three classes: cue 1 names class 0, cue 2 names class 1, class 2 is "none". */
const cueClasses = (size: number) => Uint8Array.from({ length: size * 2 }, (_, i) => i % 2);
const measure = (probabilities: number[]) => {
  const size = probabilities.length / 3;
  return goalDistribution(
    probabilities,
    { size, inputs: new Float32Array(0), cueClasses: cueClasses(size) },
    3,
  );
};

describe("goalDistribution", () => {
  it("averages the probability of each cue's class; the rest is none", () => {
    const { distribution, entropy, fidelity } = measure([0.5, 0.25, 0.25, 0.7, 0.2, 0.1]);
    [0.6, 0.225, 0.175].forEach((p, i) => {
      expect(distribution[i]).toBeCloseTo(p, 12);
    });
    expect(entropy.value).toBeCloseTo(-xlogx(0.6) - xlogx(0.225) - xlogx(0.175), 12);
    expect(fidelity.value).toBeCloseTo(0.6, 12);
    expect(entropy.lower).toBeLessThan(entropy.value);
    expect(entropy.upper).toBeGreaterThan(entropy.value);
  });

  it("has zero entropy and zero width when every input follows cue 1", () => {
    const { entropy, fidelity } = measure([1, 0, 0, 1, 0, 0, 1, 0, 0]);
    expect(entropy).toMatchObject({ value: 0, lower: 0, upper: 0 });
    expect(fidelity).toMatchObject({ value: 1, lower: 1, upper: 1 });
  });

  it("needs two inputs for an interval", () => {
    expect(() => measure([1, 0, 0])).toThrow(/at least 2 inputs, got 1/);
  });

  it("covers the true S in 95% of 1,000 samples of 200 inputs", () => {
    const alpha = [2, 0.7, 0.3];
    const truth = -alpha.reduce((sum, a) => sum + xlogx(a / 3), 0);
    const draw = dirichlet(RandomStream.fromSeed(3), alpha);
    let covered = 0;
    for (let r = 0; r < 1000; r++) {
      const { entropy } = measure(Array.from({ length: 200 }, () => [...draw()]).flat());
      if (entropy.lower <= truth && truth <= entropy.upper) covered++;
    }
    const standardError = Math.sqrt(0.95 * 0.05 * 1000);
    expect(Math.abs(covered - 950)).toBeLessThan(3 * standardError);
  });
});
