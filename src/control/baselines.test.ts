import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normal, RandomStream } from "../numeric/index.js";
import {
  adaptiveKl,
  type CostAwareOptions,
  constant,
  costAware,
  feedback,
  handover,
  limited,
  type Measurement,
  type Policy,
  schedule,
  violationBound,
} from "./index.js";

const bounded = (value: number) => ({ value, lower: value, upper: value });

function gammas<State>(policy: Policy<State>, measurements: readonly Measurement[]): number[] {
  let state = policy.init();
  return measurements.map((measurement) => {
    const decision = policy.step(state, measurement);
    state = decision.state;
    return decision.gamma;
  });
}

describe("adaptiveKl", () => {
  const policy = adaptiveKl({ target: 0.1, initial: 2, horizon: 100, maximum: 100 });
  const at = (step: number, divergence: number): Measurement => ({ step, divergence: bounded(divergence) });

  it("multiplies by 1 + clip(D / target - 1) n / horizon", () => {
    const [first, second, third] = gammas(policy, [at(0, 5), at(50, 0.11), at(75, 7)]);
    expect(first).toBe(2);
    expect(second).toBeCloseTo(2 * (1 + 0.1 * 0.5), 12);
    expect(third).toBeCloseTo(2 * 1.05 * (1 + 0.2 * 0.25), 12);
  });

  it("stays positive after a gap far longer than the horizon", () => {
    expect(gammas(policy, [at(0, 0), at(1e6, 0)])[1]).toBeCloseTo(1.6, 12);
  });
});

describe("schedule", () => {
  const knots = [
    { step: 100, gamma: 1 },
    { step: 300, gamma: 3 },
  ];
  const steps = [0, 100, 150, 200, 299, 300, 1000].map((step) => ({ step }));

  it.each([
    ["step", [1, 1, 1, 1, 1, 3, 3]],
    ["linear", [1, 1, 1.5, 2, 2.99, 3, 3]],
    ["cosine", [1, 1, 1 + (1 - Math.SQRT1_2), 2, 2 + Math.cos(Math.PI / 200), 3, 3]],
  ] as const)("%s", (interpolation, expected) => {
    gammas(schedule(knots, interpolation), steps).forEach((gamma, i) => {
      expect(gamma).toBeCloseTo(expected[i], 12);
    });
  });

  it("refuses knots that do not rise", () => {
    expect(() => schedule([knots[1], knots[0]])).toThrow(/knots must rise: knot 1 is at 100/);
    expect(() => schedule([])).toThrow(/at least one knot/);
    expect(() => schedule([{ step: 0, gamma: -1 }])).toThrow(/gamma of knot 0/);
  });
});

describe("handover", () => {
  const at = (step: number, S: number): Measurement => ({ step, entropy: bounded(S) });
  const pi = feedback({ target: 0.5, goals: 5, gain: 2, integralTime: 50, maximum: 9 });

  it("leaves gamma where it was, and lets the second policy count its own steps", () => {
    const linear = schedule([
      { step: 0, gamma: 3 },
      { step: 100, gamma: 5 },
    ]);
    expect(gammas(handover(constant(3), linear, { step: 100 }), [at(0, 1), at(100, 1), at(150, 1)])).toEqual([
      3, 3, 4,
    ]);
    expect(gammas(handover(constant(7), pi, { step: 50 }), [at(0, 1), at(50, 1.2)])).toEqual([7, 7]);
  });

  it("happens at S above or below a value, once, and not by a late measurement", () => {
    const policy = handover(constant(1), constant(2), { entropyAbove: 0.8 });
    expect(
      gammas(policy, [at(0, 0.5), at(50, 0.7), at(20, 0.9), { step: 60 }, at(75, 0.9), at(100, 0.1)]),
    ).toEqual([1, 1, 1, 1, 2, 2]);
    expect(
      gammas(handover(constant(1), constant(2), { entropyBelow: 0.8 }), [at(0, 0.9), at(1, 0.7)]),
    ).toEqual([1, 2]);
  });

  it("leads up to a policy without a past at the rate of `limited`", () => {
    const policy = handover(constant(1), limited(constant(2), { maximum: 9, rate: 0.01 }), { step: 50 });
    expect(gammas(policy, [at(0, 1), at(50, 1), at(100, 1), at(500, 1)])).toEqual([1, 1, 1.5, 2]);
  });
});

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
