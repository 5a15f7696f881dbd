import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { constant, critical, feedback, l2Energy, type Measurement, type Policy } from "./index.js";

const bounded = (value: number) => ({ value, lower: value, upper: value });
const criticalWork = (lambdaMax: number): number => 5 * lambdaMax;
const pi = feedback({ target: 0.5, gain: 2, integralTime: 50, maximum: 4 });

/** Every policy's gamma along a sequence of measurements. */
function gammas<State>(policy: Policy<State>, measurements: readonly Measurement[]): number[] {
  let state = policy.init();
  return measurements.map((measurement) => {
    const decision = policy.step(state, measurement);
    state = decision.state;
    return decision.gamma;
  });
}

const measurement = fc.record({
  step: fc.integer({ min: 0, max: 1e6 }),
  entropy: fc.option(fc.double({ noNaN: false }).map(bounded), { nil: undefined }),
  lambdaMax: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }).map(bounded), { nil: undefined }),
});

describe("every policy", () => {
  const policies: Policy[] = [
    constant(3) as Policy,
    critical({ criticalWork }) as Policy,
    critical({ criticalWork, reestimate: true }) as Policy,
    pi as Policy,
  ];

  it("answers any sequence of measurements with a finite gamma >= 0 (fast-check)", () => {
    for (const policy of policies) {
      fc.assert(
        fc.property(fc.array(measurement, { maxLength: 30 }), (sequence) => {
          for (const gamma of gammas(policy, sequence)) {
            expect(gamma).toBeGreaterThanOrEqual(0);
            expect(gamma).toBeLessThan(Number.POSITIVE_INFINITY);
          }
        }),
        { seed: 1 },
      );
    }
  });

  it("resumes from its state after JSON with the same next gamma (fast-check)", () => {
    for (const policy of policies) {
      fc.assert(
        fc.property(fc.array(measurement, { minLength: 1, maxLength: 10 }), measurement, (sequence, next) => {
          let state = policy.init();
          for (const m of sequence) state = policy.step(state, m).state;
          const revived = JSON.parse(JSON.stringify(state));
          expect(policy.step(revived, next).gamma).toBe(policy.step(state, next).gamma);
        }),
        { seed: 2 },
      );
    }
  });
});

describe("critical", () => {
  const sequence = [0.1, 0.3, undefined, 0.2].map((lambda, step) => ({
    step,
    lambdaMax: lambda === undefined ? undefined : { value: lambda / 2, lower: 0, upper: lambda },
  }));

  it("keeps the first lambda_max, by its upper end, at margin 1.5", () => {
    expect(gammas(critical({ criticalWork }), sequence)).toEqual([0.75, 0.75, 0.75, 0.75]);
  });

  it("follows every new one when re-estimating", () => {
    expect(gammas(critical({ criticalWork, reestimate: true }), sequence)).toEqual([
      0.75,
      1.5 * 1.5,
      1.5 * 1.5,
      1.5,
    ]);
  });

  it("does nothing, and says so, before lambda_max is known", () => {
    const decision = critical({ criticalWork }).step({ lambdaMax: null }, { step: 0 });
    expect(decision).toMatchObject({ gamma: 0, reason: "no lambda_max measured yet" });
  });
});

describe("feedback", () => {
  const at = (value: number, step: number): Measurement => ({ step, entropy: bounded(value) });

  it("is proportional at once and integrates over time", () => {
    // e = 0.1: P = 0.2; after 25 steps I = 2 x 0.1 x 25 / 50 = 0.1.
    const [first, second] = gammas(pi, [at(0.6, 0), at(0.6, 25)]);
    expect(first).toBeCloseTo(0.2, 12);
    expect(second).toBeCloseTo(0.3, 12);
  });

  it("does not wind up: after a long saturation it comes down at the first low measurement", () => {
    const saturated = Array.from({ length: 200 }, (_, i) => at(10, i * 25));
    const sequence = [...saturated, at(0.4, 5000)];
    expect(gammas(pi, saturated).every((gamma) => gamma === 4)).toBe(true);
    expect(gammas(pi, sequence)[200]).toBeLessThan(1);
  });

  it("holds gamma through missing measurements and counts the time they took", () => {
    const sequence = [at(0.6, 0), { step: 25 }, at(0.6, 50)];
    const [first, held, late] = gammas(pi, sequence);
    expect(held).toBe(first);
    expect(late).toBeCloseTo(0.2 + 0.2, 12);
  });

  it("settles a saturating plant on its target without steady error", () => {
    // dS relaxes to 1.6 / (1 + gamma) with one interval of lag.
    let entropy = 0;
    let state = pi.init();
    for (let step = 0; step < 5000; step += 25) {
      const decision = pi.step(state, at(entropy, step));
      state = decision.state;
      entropy += 0.7 * (1.6 / (1 + decision.gamma) - entropy);
    }
    expect(entropy).toBeCloseTo(0.5, 6);
  });

  it("refuses settings that make no sense", () => {
    expect(() => feedback({ target: -1, gain: 1, integralTime: 1, maximum: 1 })).toThrow(
      /target must be finite/,
    );
    expect(() => feedback({ target: 1, gain: 0, integralTime: 1, maximum: 1 })).toThrow(
      /gain must be positive/,
    );
    expect(() => constant(Number.NaN)).toThrow(/gamma must be finite/);
    expect(() => critical({ criticalWork, margin: 0 })).toThrow(/margin must be positive/);
  });
});

describe("l2Energy", () => {
  const vectors = fc
    .integer({ min: 1, max: 8 })
    .chain((n) =>
      fc.tuple(
        ...[0, 1].map(() =>
          fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: n, maxLength: n }),
        ),
      ),
    );

  it("has the gradient of its value, and a proximal point that solves the implicit step (fast-check)", () => {
    fc.assert(
      fc.property(vectors, fc.double({ min: 0, max: 1e6, noNaN: true }), ([theta, reference], work) => {
        const gradient = l2Energy.gradient(theta, reference);
        expect(l2Energy.value(theta, reference)).toBeCloseTo(
          gradient.reduce((sum, g) => sum + g * g, 0) / 2,
          9,
        );
        // x = prox: (x - theta) + work grad E(x) = 0.
        const x = l2Energy.proximal(theta, reference, work);
        l2Energy.gradient(x, reference).forEach((g, i) => {
          expect(Math.abs(x[i] - theta[i] + work * g)).toBeLessThan(1e-9 * (1 + work));
        });
      }),
      { seed: 3 },
    );
  });
});
