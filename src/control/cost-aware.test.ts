import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bounded } from "../../test/policies.js";
import { normal, RandomStream } from "../numeric/index.js";
import { type CostAwareOptions, costAware, violationBound } from "./index.js";

describe("costAware", () => {
  const settings: CostAwareOptions = { target: 0.5, goals: 5, minimum: 0.01, maximum: 100, initial: 1 };

  it("keeps its bound on violations against any adversary who spares the largest gamma (fast-check)", () => {
    const adversary = fc.array(fc.oneof(fc.boolean(), fc.constant(true), fc.constant(false)), {
      minLength: 1,
      maxLength: 200,
    });
    const moves = fc.double({ min: 0.1, max: 3, noNaN: true });
    fc.assert(
      fc.property(adversary, moves, fc.double({ min: 0.02, max: 0.5, noNaN: true }), (wishes, move, risk) => {
        const options = { ...settings, move, risk };
        const attacked = costAware(options);
        let [state, gamma] = [attacked.init(), 1];
        wishes.forEach((wish, i) => {
          const S = wish && gamma < settings.maximum ? 1 : 0.1;
          ({ state, gamma } = attacked.step(state, { step: i, entropy: bounded(S) }));
        });
        expect(state.violations / wishes.length).toBeLessThanOrEqual(
          violationBound(options, wishes.length) + 1e-12,
        );
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  it("finds the least gamma that keeps the stated share on a noisy response that falls with gamma", () => {
    // U = 1.6 / (1 + gamma) + 0.05 z: P(U > 0.5) = 0.1 at 1.6 / (1 + gamma) = 0.5 - 0.05 x 1.2816.
    const least = 1.6 / (0.5 - 0.05 * 1.2816) - 1;
    const noise = normal(RandomStream.fromSeed(7), 0, 0.05);
    const policy = costAware({ ...settings, move: 0.1 });
    let [state, gamma] = [policy.init(), 1];
    const late: number[] = [];
    for (let i = 0; i < 4000; i++) {
      ({ state, gamma } = policy.step(state, { step: i, entropy: bounded(1.6 / (1 + gamma) + noise()) }));
      if (i >= 400) late.push(Math.log(gamma / least));
    }
    const centre = late.reduce((sum, x) => sum + x, 0) / late.length;
    // Centred to half a move, and never away by more than the first way up and a few moves.
    expect(Math.abs(centre)).toBeLessThan(0.05);
    expect(Math.max(...late.map(Math.abs))).toBeLessThan(0.5);
    expect(state.violations / state.measurements).toBeCloseTo(0.1, 2);
  });

  it("refuses a risk that is no share, and a least gamma of 0", () => {
    expect(() => costAware({ ...settings, risk: 1 })).toThrow(/risk must lie between 0 and 1/);
    expect(() => costAware({ ...settings, minimum: 0 })).toThrow(/minimum must be positive/);
  });
});
